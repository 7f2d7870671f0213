#include "values/endpoint.h"

#include <charconv>

namespace dialtone {

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || text.size() > 5 || fault != std::errc() || end != text.data() + text.size()) {
    return Failure{"'" + std::string(text.substr(0, 64)) + "' is not a port from 0 to 65535"};
  }
  return port;
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const auto bad = [&] { return Failure{"'" + std::string(text.substr(0, 64)) + "' is not an ADDRESS:PORT"}; };
  if (colon == std::string_view::npos) return bad();
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  Result<IpAddress> address = parse_ip_address(host);
  if (!address || address->is_v6() != bracketed) return bad();
  Result<std::uint16_t> port = parse_port(text.substr(colon + 1));
  if (!port) return port.error();
  return Endpoint{*address, *port};
}

std::string to_text(const Endpoint& endpoint) {
  const std::string address = to_text(endpoint.address);
  return (endpoint.address.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port);
}

}  // namespace dialtone

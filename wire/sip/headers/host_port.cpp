#include "wire/sip/headers/host_port.h"

#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::size_t kMaxHostSize = 255;

// Returns true if all characters may stand in a host's name.
bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= kMaxHostSize && host.front() != '.' && host.front() != '-' &&
         host.find("..") == std::string_view::npos;
}

Failure not_a_host(std::string_view host) { return {"not a host: \"" + std::string(host.substr(0, 64)) + "\""}; }

}  // namespace

std::optional<IpAddress> HostPort::address() const { return address_of_host(host); }

bool operator==(const HostPort& left, const HostPort& right) {
  return left.port == right.port && is_same_host(left.host, right.host);
}

Result<HostPort> parse_host_port(std::string_view text) {
  Scanner scanner(text);
  HostPort result;
  if (scanner.peek() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return Failure{"IPv6 address without a closing bracket"};
    result.host = text.substr(1, end - 1);
    const Result<IpAddress> address = parse_ip_address(result.host);
    if (!address || !address->is_v6()) return not_a_host(result.host);
    scanner.skip(end + 1);
  } else {
    result.host = scanner.take_all_in(kHostSet);
    const bool ends = scanner.at_end() || scanner.peek() == ':' || is_space(scanner.peek());
    if (!ends || !is_host_name(result.host)) return not_a_host(Scanner(text).take_until(":"));
  }
  if (scanner.take(':')) {
    const std::string_view digits = scanner.take_until("");
    const std::optional<std::uint32_t> port = parse_number(digits);
    if (!port || *port > 65535) return Failure{"not a port: \"" + std::string(digits.substr(0, 16)) + "\""};
    result.port = static_cast<std::uint16_t>(*port);
  }
  if (!scanner.at_end()) return Failure{"text behind the host: \"" + std::string(scanner.rest().substr(0, 24)) + "\""};
  return result;
}

std::string_view without_brackets(std::string_view text) {
  const bool bracketed = text.size() >= 2 && text.front() == '[' && text.back() == ']';
  return bracketed ? text.substr(1, text.size() - 2) : text;
}

void append(std::string& out, const HostPort& host_port) {
  const bool brackets = host_port.host.find(':') != std::string_view::npos;
  if (brackets) out += '[';
  out += host_port.host;
  if (brackets) out += ']';
  if (host_port.port) {
    out += ':';
    append_number(out, *host_port.port);
  }
}

}  // namespace dialtone::sip

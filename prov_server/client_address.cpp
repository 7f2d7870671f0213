#include "prov_server/client_address.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "values/endpoint.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Parses an address, with or without a port: some proxies write the port.
std::optional<IpAddress> parse_forwarded(std::string_view text) {
  if (const Result<IpAddress> address = parse_ip_address(text)) return without_mapping(*address);
  if (const Result<Endpoint> endpoint = parse_endpoint(text)) return without_mapping(endpoint->address);
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  const Result<IpAddress> address = parse_ip_address(text.substr(1, text.size() - 2));
  return address ? std::optional(without_mapping(*address)) : std::nullopt;
}

bool is_trusted(const IpAddress& address, const std::vector<Cidr>& trusted) {
  return std::any_of(trusted.begin(), trusted.end(), [&](const Cidr& block) { return block.contains(address); });
}

}  // namespace

IpAddress client_address(const IpAddress& peer, const http::Headers& headers, const std::vector<Cidr>& trusted) {
  IpAddress client = without_mapping(peer);
  if (!is_trusted(client, trusted)) return client;
  std::vector<std::string_view> fields;
  for (const http::Header& header : headers) {
    if (http::equal_names(header.name, "X-Forwarded-For")) fields.push_back(header.value);
  }
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    for (std::string_view rest = *field;;) {
      const std::size_t comma = rest.rfind(',');
      const std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
      const std::optional<IpAddress> address = parse_forwarded(trimmed(last));
      if (!address) return client;
      client = *address;
      if (!is_trusted(client, trusted)) return client;
      if (comma == std::string_view::npos) break;
      rest = rest.substr(0, comma);
    }
  }
  return client;
}

}  // namespace dialtone

// An address and a port: one end of a UDP or TCP conversation.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/hash.h"
#include "values/ip_address.h"
#include "values/result.h"

namespace dialtone {

struct Endpoint {
  IpAddress address;
  // 0 asks for any free port when a socket is opened.
  std::uint16_t port = 0;

  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// Parses `ADDRESS:PORT`; an IPv6 address stands in brackets. Both parts are required.
Result<Endpoint> parse_endpoint(std::string_view text);

// Returns the text that parse_endpoint reads back: `127.0.0.1:5060`, `[::1]:5060`.
std::string to_text(const Endpoint& endpoint);

// Parses a decimal port, 0 to 65535: digits only.
Result<std::uint16_t> parse_port(std::string_view text);

}  // namespace dialtone

template <>
struct std::hash<dialtone::Endpoint> {
  std::size_t operator()(const dialtone::Endpoint& endpoint) const noexcept {
    return dialtone::mix(std::hash<dialtone::IpAddress>()(endpoint.address) + endpoint.port);
  }
};

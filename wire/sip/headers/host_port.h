// `hostport` and `sent-by`: a host's name or address, and optionally a port (RFC 3261 25.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/ip_address.h"
#include "values/result.h"

namespace dialtone::sip {

// A view: the parsed text must outlive it.
struct HostPort {
  // A host's name, or an IPv4 or IPv6 address without brackets.
  std::string_view host;
  std::optional<std::uint16_t> port;

  // nullopt if the host is a name. Returns an IPv4 address that is mapped into IPv6 as the IPv4 address.
  std::optional<IpAddress> address() const;
  // Compares names in any case and addresses by value; an absent port differs from 5060 (RFC 3261 19.1.4, RFC 5954
  // 4.1).
  friend bool operator==(const HostPort& left, const HostPort& right);
};

// Parses `host[:port]`; an IPv6 address stands in brackets. Spaces may surround the colon, as in a Via.
Result<HostPort> parse_host_port(std::string_view text);

// Returns a parameter's host, such as maddr's, without the brackets of an IPv6 address.
std::string_view without_brackets(std::string_view text);

// Writes what parse_host_port reads, with brackets around an IPv6 address.
void append(std::string& out, const HostPort& host_port);

}  // namespace dialtone::sip

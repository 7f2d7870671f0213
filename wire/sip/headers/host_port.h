// `hostport` and `sent-by`: a host's name or address, and perhaps a port (RFC 3261 25.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/ip_address.h"
#include "values/result.h"

namespace dialtone::sip {

// A view: the text that it was read from must outlive it.
struct HostPort {
  // A host's name, or an IPv4 or IPv6 address without brackets.
  std::string_view host;
  std::optional<std::uint16_t> port;

  // None where the host is a name. An IPv4 address that is mapped into IPv6 is that IPv4 address.
  std::optional<IpAddress> address() const;
  // Names in any case, addresses by value; a port that is absent is not 5060 (RFC 3261 19.1.4, RFC 5954 4.1).
  friend bool operator==(const HostPort& left, const HostPort& right);
};

// `host[:port]`, an IPv6 address in brackets, spaces around the colon (a Via may have them).
Result<HostPort> parse_host_port(std::string_view text);

// A parameter's host, such as that of maddr, without the brackets that an IPv6 address has.
std::string_view without_brackets(std::string_view text);

// As it is parsed, brackets around an IPv6 address.
void append(std::string& out, const HostPort& host_port);

}  // namespace dialtone::sip

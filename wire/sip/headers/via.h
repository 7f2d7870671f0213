// One hop of a request's path (RFC 3261 20.42, RFC 3581).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "values/transport.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/headers/parameters.h"

namespace dialtone::sip {

// A branch with this prefix identifies its transaction by itself (RFC 3261 8.1.1.7).
inline constexpr std::string_view kMagicCookie = "z9hG4bK";
inline constexpr std::uint16_t kDefaultPort = 5060;

// The transport as a Via writes it: `UDP`.
constexpr std::string_view via_transport(Transport transport) { return transport == Transport::kUdp ? "UDP" : "TCP"; }

// A view: the parsed text must outlive it.
struct Via {
  // `UDP`, `TCP`, `TLS`.
  std::string_view transport;
  HostPort sent_by;
  Parameters parameters;
  // Empty if absent.
  std::string_view branch;
  // True if `rport` is present, with or without a value.
  bool wants_rport = false;
  std::optional<std::uint16_t> rport;
  // Without brackets; empty if absent.
  std::string_view received;
};

// Parses one hop, not a list. Fails on a protocol other than SIP/2.0.
Result<Via> parse_via(std::string_view text);

// Writes `SIP/2.0/UDP host:port` and the parameters as they were read.
void append(std::string& out, const Via& via);

}  // namespace dialtone::sip

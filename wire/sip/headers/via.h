// One hop of the way a request took (RFC 3261 20.42, RFC 3581).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/headers/parameters.h"

namespace dialtone::sip {

// A branch that begins so names its transaction by itself (RFC 3261 8.1.1.7).
inline constexpr std::string_view kMagicCookie = "z9hG4bK";
inline constexpr std::uint16_t kDefaultPort = 5060;

// A view: the text that it was read from must outlive it.
struct Via {
  // `UDP`, `TCP`, `TLS`.
  std::string_view transport;
  HostPort sent_by;
  Parameters parameters;
  // Empty where there is none.
  std::string_view branch;
  // Whether `rport` is there, with a value or without.
  bool wants_rport = false;
  std::optional<std::uint16_t> rport;
  // Without brackets; empty where there is none.
  std::string_view received;
};

// One hop, not a list. Only SIP/2.0 is a protocol.
Result<Via> parse_via(std::string_view text);

// `SIP/2.0/UDP host:port` and the parameters as they were read.
void append(std::string& out, const Via& via);

}  // namespace dialtone::sip

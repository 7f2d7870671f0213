// The behaviour of a network address translator (RFC 4787 for UDP, RFC 5382 for TCP). The defaults are those of a home
// router.
#pragma once

#include <cstddef>
#include <cstdint>

#include "values/time.h"
#include "world/link.h"

namespace dialtone {

struct NatOptions {
  // Which outside senders a mapping lets in (RFC 4787 5): all, those whose address the inner host has sent to, or those
  // whose address and port it has sent to.
  enum class Filtering : std::uint8_t { kEndpointIndependent, kAddressDependent, kAddressAndPortDependent };
  // Whether an inner port keeps one outer port towards all remote ends (RFC 4787 4.1), or gets one for each remote end.
  enum class Mapping : std::uint8_t { kEndpointIndependent, kAddressAndPortDependent };
  // What to do with a segment of an unknown connection: nothing, or send a reset to its sender.
  enum class UnknownTcp : std::uint8_t { kDrop, kReset };

  Filtering filtering = Filtering::kAddressAndPortDependent;
  Mapping mapping = Mapping::kEndpointIndependent;
  UnknownTcp unknown_tcp = UnknownTcp::kDrop;
  // How long a UDP mapping lasts after the last packet from inside (RFC 4787 REQ-6) or, with inbound_refresh, from
  // either side.
  Duration udp_timeout = std::chrono::seconds(30);
  bool inbound_refresh = false;
  // How long an established connection may be silent, and (transitory) one in set-up or closing (RFC 5382 REQ-5).
  Duration tcp_timeout = std::chrono::hours(2) + std::chrono::minutes(4);
  Duration tcp_transitory_timeout = std::chrono::minutes(4);
  // True if inside hosts can reach each other by the public address too (RFC 4787 REQ-9).
  bool hairpinning = false;
  // The maximum number of conversations; packets of a further one are dropped until another has timed out.
  std::size_t most_sessions = 16384;
  // The translator's link to the outside.
  Link link{};
  std::uint16_t region = 0;
};

}  // namespace dialtone

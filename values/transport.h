// Which protocol of the transport layer carries something.
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone {

enum class Transport : std::uint8_t { kUdp, kTcp };

// As documents, URIs (RFC 3261 19.1.1) and scenarios spell it: `udp`, `tcp`. A Via has capitals: sip::via_transport().
constexpr std::string_view to_text(Transport transport) {
  switch (transport) {
    case Transport::kUdp: return "udp";
    case Transport::kTcp: return "tcp";
  }
  return {};
}

}  // namespace dialtone

// A packet of the simulated network: a UDP datagram or a TCP segment. It names its ends by their addresses and refers
// to no host.
#pragma once

#include <cstdint>
#include <string>

#include "values/endpoint.h"
#include "values/transport.h"

namespace dialtone {

// The header of a TCP segment. Sequence numbers count from 0, the SYN's, and do not wrap: a capture would write their
// low 32 bits.
struct TcpHeader {
  std::uint64_t sequence = 0;
  std::uint64_t acknowledgement = 0;
  std::uint32_t window_bytes = 0;
  std::uint16_t maximum_segment_bytes = 0;  // used in a SYN only
  bool syn = false;
  bool ack = false;
  bool fin = false;
  bool rst = false;
};

struct Packet {
  Endpoint from;
  Endpoint to;
  Transport protocol = Transport::kUdp;
  TcpHeader tcp;
  std::string payload;
  // The network counts packets from 1 while it has a tap; copies and translations of a packet keep its number. 0: sent
  // without a tap.
  std::uint64_t number = 0;

  // Includes the headers of IP and of the protocol, as on a line.
  std::uint32_t wire_bytes() const {
    const std::uint32_t ip = from.address.is_v4() ? 20 : 40;
    return ip + (protocol == Transport::kUdp ? 8 : 20) + static_cast<std::uint32_t>(payload.size());
  }
};

}  // namespace dialtone

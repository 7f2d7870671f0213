// The interface through which a scenario injects network faults into a relay. The relay asks the script for each
// packet, and again for each repetition of a dropped one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "values/endpoint.h"
#include "values/time.h"
#include "values/transport.h"
#include "world/host.h"

namespace dialtone {

// A datagram, or a piece of a TCP stream of at most 1,460 bytes. Opening, ending and resetting a TCP connection are
// packets of 0 bytes.
struct RelayedPacket {
  Transport protocol = Transport::kUdp;
  // True from the client to the server; false in the other direction.
  bool to_server = true;
  Endpoint client;
  // The route's server; for a datagram on its way back, its sender.
  Endpoint server;
  std::size_t bytes = 0;
  std::string_view payload;  // valid during the call
};

// What to do with a packet. The default: forward it at once.
struct RelayVerdict {
  // A datagram is lost. A piece of a stream is delayed instead: the relay asks again after 200 ms, then after twice as
  // long each time, up to a minute; later pieces wait.
  bool drop = false;
  // Each datagram waits separately and may be overtaken; the pieces of a stream stay in order.
  Duration delay{};
  // Changes one byte of the payload, undetected by checksums.
  bool corrupts = false;
  // The number of additional copies of a datagram; ignored for streams.
  std::uint8_t extra_copies = 0;
};

class RelayScript {
 public:
  virtual ~RelayScript() = default;
  // `relay` is the relay's host; the script may draw random numbers from it, with a Purpose of the script's own.
  virtual RelayVerdict on_packet(Host& relay, const RelayedPacket& packet) = 0;
};

}  // namespace dialtone

// The faults of a network, told to a relay from outside: it asks for each packet, and again for each repetition of one
// that it was told to drop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "values/endpoint.h"
#include "values/time.h"
#include "world/host.h"

namespace dialtone {

enum class RelayedProtocol : std::uint8_t { kUdp, kTcp };

// A datagram, or a piece of a TCP stream of at most 1,460 bytes. What opens, ends or resets a TCP connection is a
// packet of 0 bytes.
struct RelayedPacket {
  RelayedProtocol protocol = RelayedProtocol::kUdp;
  // From the client to the server; else back.
  bool to_server = true;
  Endpoint client;
  // The route's; of a datagram on its way back, whoever sent it.
  Endpoint server;
  std::size_t bytes = 0;
  std::string_view payload;  // valid during the call
};

// What is to become of a packet. As it stands: it goes on at once.
struct RelayVerdict {
  // A datagram is gone. A piece of a stream comes late instead: it is asked for again after 200 ms, then after twice as
  // long each time, up to a minute; what comes behind it waits.
  bool drop = false;
  // Each datagram waits by itself, and so may be overtaken; the pieces of a stream stay in order.
  Duration delay{};
  // One byte of the payload is changed, past every checksum.
  bool corrupts = false;
  // Of a datagram, besides the one; they mean nothing to a stream.
  std::uint8_t extra_copies = 0;
};

class RelayScript {
 public:
  virtual ~RelayScript() = default;
  // `relay` is the host that the relay lives on, whose chance may be drawn from (with a purpose of its own).
  virtual RelayVerdict on_packet(Host& relay, const RelayedPacket& packet) = 0;
};

}  // namespace dialtone

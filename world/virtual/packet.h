// What crosses the simulated network: a UDP datagram or a TCP segment, on its way from one host to another.
#pragma once

#include <cstdint>
#include <string>

#include "values/endpoint.h"
#include "world/event_queue.h"

namespace dialtone {

class VirtualHost;

enum class Protocol : std::uint8_t { kUdp, kTcp };

// The header of a segment. Numbers count from 0, the SYN's, and do not wrap: a capture writes their low 32 bits.
struct TcpHeader {
  std::uint64_t sequence = 0;
  std::uint64_t acknowledgement = 0;
  std::uint32_t window_bytes = 0;
  std::uint16_t maximum_segment_bytes = 0;  // in a SYN
  bool syn = false;
  bool ack = false;
  bool fin = false;
  bool rst = false;
};

// A packet owns itself while it travels: whoever takes it from the queue deletes it.
struct Packet : SelfOwnedEvent {
  explicit Packet(Fire fire) : SelfOwnedEvent(fire) {}

  Endpoint from;
  Endpoint to;
  Protocol protocol = Protocol::kUdp;
  TcpHeader tcp;
  std::string payload;
  VirtualHost* sender = nullptr;
  VirtualHost* receiver = nullptr;
  bool on_last_link = false;
  // Counted by a network that has a tap, from 1 on: one number for a packet, its copies, and what a translator makes of
  // it. 0: no tap was there when it was sent.
  std::uint64_t number = 0;

  // With IP's and its protocol's header, as a line carries it.
  std::uint32_t wire_bytes() const {
    const std::uint32_t ip = from.address.is_v4() ? 20 : 40;
    return ip + (protocol == Protocol::kUdp ? 8 : 20) + static_cast<std::uint32_t>(payload.size());
  }
};

}  // namespace dialtone

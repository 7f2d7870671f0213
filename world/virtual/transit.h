// A packet in transit: an event in the world's queue, ordered by its sender until the chance draws, and by its receiver
// after them.
#pragma once

#include "world/event_queue.h"
#include "world/link.h"
#include "world/virtual/packet.h"

namespace dialtone {

class VirtualHost;

// Owns itself in transit: whoever takes it from the queue deletes it.
struct Transit : SelfOwnedEvent {
  explicit Transit(Fire fire) : SelfOwnedEvent(fire) {}

  Packet packet;
  VirtualHost* receiver = nullptr;
  // The sender's link and the receiver's. Both are shared and live as long as the network.
  const Link* up = nullptr;
  const Link* down = nullptr;
  // kUndecided: nothing drawn yet. kDecided: losses and delays on both links are drawn. kCarried: it has also crossed
  // the receiver's link of limited bandwidth.
  enum class Stage : std::uint8_t { kUndecided, kDecided, kCarried } stage = Stage::kUndecided;
};

}  // namespace dialtone

// What a host's access link is like. Only a virtual world has links; a real one has what the machine gives.
#pragma once

#include <cstdint>

#include "values/probability.h"
#include "values/time.h"

namespace dialtone {

// Each direction of a link by itself: a packet from host to host meets the sender's link going up and the receiver's
// going down.
struct Link {
  // One way.
  Duration latency{};
  // Up to this much more, even, drawn for each packet. It may put packets out of order.
  Duration jitter{};
  Probability loss{};
  Probability duplication{};
  // A packet that is held back for as long as the latency once more.
  Probability reordering{};
  // 0: without limit. A packet waits until those before it have been sent.
  std::uint64_t bits_per_second = 0;
  // How long a packet may wait for the line before it is dropped.
  Duration queue_limit = std::chrono::milliseconds(200);
  // The largest IP packet; TCP keeps its segments below it, larger datagrams travel in fragments, each of which can be
  // lost. At least 576.
  std::uint32_t mtu_bytes = 1500;

  friend bool operator==(const Link&, const Link&) = default;
};

}  // namespace dialtone

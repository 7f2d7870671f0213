// The properties of a host's access link. Only a virtual world has links; in a real world the machine determines them.
#pragma once

#include <cstdint>

#include "values/probability.h"
#include "values/time.h"

namespace dialtone {

// Applies to each direction of the link: a packet crosses the sender's link upwards and the receiver's link downwards.
struct Link {
  // The delay in one direction.
  Duration latency{};
  // A random delay between 0 and this, evenly distributed, is added for each packet, which may put packets out of
  // order.
  Duration jitter{};
  Probability loss{};
  Probability duplication{};
  // The probability that a packet is delayed by the latency once more.
  Probability reordering{};
  // 0: no limit. A packet waits until earlier ones have been sent.
  std::uint64_t bits_per_second = 0;
  // How long a packet may wait for earlier packets; one that would wait longer is dropped.
  Duration queue_limit = std::chrono::milliseconds(200);
  // The largest IP packet. TCP keeps its segments within it; larger datagrams are sent in fragments, each of which can
  // be lost. At least 576.
  std::uint32_t mtu_bytes = 1500;

  friend bool operator==(const Link&, const Link&) = default;
};

}  // namespace dialtone

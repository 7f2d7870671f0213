// Rules of the simulated network. Every packet meets them in the order in which they were installed; the first that
// does not pass it decides. A partition, a NAT's filter, a lossy hour, a capture: all are rules.
#pragma once

#include <functional>

#include "values/time.h"
#include "world/host.h"
#include "world/virtual/packet.h"

namespace dialtone {

struct Verdict {
  enum class Kind : std::uint8_t { kPass, kDeliverAfter, kDrop, kCorrupt };

  static Verdict pass() { return {Kind::kPass, {}}; }
  // Delivers it this much later than the links would.
  static Verdict deliver_after(Duration delay) { return {Kind::kDeliverAfter, delay}; }
  static Verdict drop() { return {Kind::kDrop, {}}; }
  // Changes one byte of the payload, past every checksum; a packet without payload is dropped.
  static Verdict corrupt() { return {Kind::kCorrupt, {}}; }

  Kind kind = Kind::kPass;
  Duration delay{};
};

// Sees each packet as it is sent, and the host that sends it, whose chance it may draw from (with a purpose of its
// own).
using Rule = std::function<Verdict(const Packet& packet, Host& sender)>;

class Network;

// Holds a rule in its place; the rule leaves with it.
class RuleGuard {
 public:
  RuleGuard() = default;
  RuleGuard(Network& network, std::uint64_t id) : network_(&network), id_(id) {}
  RuleGuard(RuleGuard&& other) noexcept : network_(std::exchange(other.network_, nullptr)), id_(other.id_) {}
  RuleGuard& operator=(RuleGuard&& other) noexcept;
  ~RuleGuard() { release(); }

  void release();

 private:
  Network* network_ = nullptr;
  std::uint64_t id_ = 0;
};

}  // namespace dialtone

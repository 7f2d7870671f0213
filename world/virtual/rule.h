// Rules of the simulated network. Every packet meets them in the order in which they were installed; the first that
// does not pass it decides. A partition, a firewall, a lossy hour: all are rules. Whoever only looks is a tap
// (world/virtual/tap.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "values/time.h"
#include "world/host.h"
#include "world/virtual/packet.h"

namespace dialtone {

// What is to become of a packet: it passes, is delivered with all that the verdict does to it at once, or is dropped.
struct Verdict {
  enum class Kind : std::uint8_t { kPass, kDeliver, kDrop };

  static Verdict pass() { return {}; }
  // Delivers it this much later than the links would.
  static Verdict deliver_after(Duration delay) { return {.kind = Kind::kDeliver, .delay = delay}; }
  static Verdict drop() { return {.kind = Kind::kDrop}; }
  // Changes one byte of the payload, past every checksum; a packet without payload is dropped.
  static Verdict corrupt() { return {.kind = Kind::kDeliver, .corrupts = true}; }
  // Delivers so many more of it, which are alike and meet the links by themselves.
  static Verdict duplicate(std::uint8_t extra_copies = 1) {
    return {.kind = Kind::kDeliver, .extra_copies = extra_copies};
  }

  // Both at once: delays and copies add up, a drop stays one, and a pass adds nothing. `by` is of the first that
  // counts.
  Verdict with(const Verdict& other) const;

  // Four bits for the fingerprint. 15 is none.
  std::uint64_t fold() const;

  Kind kind = Kind::kPass;
  Duration delay{};
  bool corrupts = false;
  std::uint8_t extra_copies = 0;
  // Who says so, for taps: a fault's name, say. Empty: the rule itself, by the name under which it was installed. Must
  // outlive the packet's sending.
  std::string_view by{};

  friend bool operator==(const Verdict&, const Verdict&) = default;
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

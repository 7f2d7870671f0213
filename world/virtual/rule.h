// Rules of the simulated network. Each packet is put to the rules in the order of their installation; the first rule
// that delivers or drops the packet decides, and later rules are not asked. Partitions, firewalls and lossy hours are
// rules. Code that only observes is a tap (world/virtual/tap.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "values/time.h"
#include "world/virtual/packet.h"

namespace dialtone {

// What a rule decides about a packet: it passes to the next rule, is delivered with all changes of the verdict, or is
// dropped.
struct Verdict {
  enum class Kind : std::uint8_t { kPass, kDeliver, kDrop };

  static Verdict pass() { return {}; }
  // Delivers the packet `delay` later than the links would.
  static Verdict deliver_after(Duration delay) { return {.kind = Kind::kDeliver, .delay = delay}; }
  static Verdict drop() { return {.kind = Kind::kDrop}; }
  // Changes one byte of the payload, undetected by checksums; drops a packet without payload.
  static Verdict corrupt() { return {.kind = Kind::kDeliver, .corrupts = true}; }
  // Delivers this many more copies, each of which crosses the links separately.
  static Verdict duplicate(std::uint8_t extra_copies = 1) {
    return {.kind = Kind::kDeliver, .extra_copies = extra_copies};
  }

  // Combines two verdicts. A pass adds nothing; a drop replaces the other; otherwise delays and copies add up, and `by`
  // is the first that is not empty.
  Verdict with(const Verdict& other) const;

  // Returns four bits for the fingerprint; never 15.
  std::uint64_t fold() const;

  Kind kind = Kind::kPass;
  Duration delay{};
  bool corrupts = false;
  std::uint8_t extra_copies = 0;
  // Who decided, for taps: for example a fault's name. Empty: the name under which the rule was installed. Must outlive
  // the packet's sending.
  std::string_view by{};

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Called for each packet as it is sent; `now` is the world's time. The packet's addresses tell the two hosts.
using Rule = std::function<Verdict(const Packet& packet, Moment now)>;

class Network;

// Keeps a rule installed for the guard's lifetime.
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

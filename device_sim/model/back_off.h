// How long to wait after a failure: longer after each, and random, so that a fleet does not come back all at once.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/host.h"

namespace dialtone {

struct BackOffRule {
  Duration base{};
  Duration cap{};
  // The shortest wait that is drawn, in percent of the longest. 100: the wait is not random.
  std::uint32_t least_percent = 50;
  // The most that is added at random to a wait that the other side asked for, in percent.
  std::uint32_t most_over_asked_percent = 10;

  friend bool operator==(const BackOffRule&, const BackOffRule&) = default;
};

// A rule by which the wait is always the base, or exactly what the other side asked for.
constexpr BackOffRule without_back_off(const BackOffRule& rule) {
  return {.base = rule.base, .cap = rule.base, .least_percent = 100, .most_over_asked_percent = 0};
}

// Counts consecutive failures. After n failures the wait is drawn evenly between the rule's least part, by default
// half, and the whole of min(cap, base * 2^n) (RFC 5626 4.5).
class BackOff {
 public:
  // `key` separates the draws of this back-off from those of the host's others.
  explicit BackOff(std::uint32_t key) : key_(key) {}

  // Counts one more failure, and returns the wait after it.
  Duration next(Host& host, const BackOffRule& rule);
  // The wait after the failures counted so far, without another; after none, the wait for what has just stopped
  // working.
  Duration again(Host& host, const BackOffRule& rule) const;
  // Counts one more failure for which the other side asked for a wait. Returns at least that wait, and at most the
  // rule's part more. From the second consecutive failure on, the wait is at least that after a first failure, so that
  // no answer makes this side ask more often than it would without one.
  Duration next_asked(Host& host, const BackOffRule& rule, Duration asked);
  void reset() { failures_ = 0; }
  std::uint32_t failures() const { return failures_; }

 private:
  std::uint32_t key_;
  std::uint32_t failures_ = 0;
};

}  // namespace dialtone

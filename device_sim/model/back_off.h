// How long to wait after a failure: longer after each further failure, and random, so that a fleet does not come back
// all at once.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/host.h"

namespace dialtone {

struct BackOffRule {
  Duration base{};
  Duration cap{};
  // The shortest wait that can be drawn, in percent of the longest. 100: the wait is not random.
  std::uint32_t least_percent = 50;
  // When the other side asked for a wait, up to this many percent of it are added at random.
  std::uint32_t most_over_asked_percent = 10;

  friend bool operator==(const BackOffRule&, const BackOffRule&) = default;
};

// Returns a rule by which the wait is always the base, or exactly what the other side asked for.
constexpr BackOffRule without_back_off(const BackOffRule& rule) {
  return {.base = rule.base, .cap = rule.base, .least_percent = 100, .most_over_asked_percent = 0};
}

// Counts consecutive failures. After n failures the longest wait is min(cap, base * 2^n) (RFC 5626 4.5); the wait is
// drawn evenly between the rule's least_percent of that, by default half, and that.
class BackOff {
 public:
  // `key` separates the draws of this back-off from those of the host's other back-offs.
  explicit BackOff(std::uint32_t key) : key_(key) {}

  // Counts one more failure, and returns the wait after it.
  Duration next(Host& host, const BackOffRule& rule);
  // Returns the wait after the failures counted so far, without counting another; with none counted, the wait after
  // something that worked has just failed.
  Duration again(Host& host, const BackOffRule& rule) const;
  // Counts one more failure, after which the other side asked for a wait. Returns at least that wait, plus at most the
  // rule's most_over_asked_percent. From the second consecutive failure on, the wait is at least that after a first
  // failure, so that no answer makes this side ask more often than without an answer.
  Duration next_asked(Host& host, const BackOffRule& rule, Duration asked);
  void reset() { failures_ = 0; }
  std::uint32_t failures() const { return failures_; }

 private:
  std::uint32_t key_;
  std::uint32_t failures_ = 0;
};

}  // namespace dialtone

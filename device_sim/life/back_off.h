// How long to wait after a failure: longer after each, and drawn, so that a fleet does not come back in step.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/host.h"

namespace dialtone {

struct BackOffRule {
  Duration base{};
  Duration cap{};
  // The least part of the longest wait that is drawn; a model with 100 waits as long each time.
  std::uint32_t least_percent = 50;
  // The most that is drawn on top of a wait that the other side asked for.
  std::uint32_t most_over_asked_percent = 10;

  friend bool operator==(const BackOffRule&, const BackOffRule&) = default;
};

// Waits the base each time, or what the other side asked for; neither grows nor is drawn.
constexpr BackOffRule without_back_off(const BackOffRule& rule) {
  return {.base = rule.base, .cap = rule.base, .least_percent = 100, .most_over_asked_percent = 0};
}

// Counts failures in a row. RFC 5626 4.5: after n of them the wait is even between the rule's least part, by default a
// half, and the whole of min(cap, base * 2^n).
class BackOff {
 public:
  // `key` sets this one's draws apart from the host's other back-offs.
  explicit BackOff(std::uint32_t key) : key_(key) {}

  // Counts one more failure; the wait after it.
  Duration next(Host& host, const BackOffRule& rule);
  // The wait after as many failures as there were: after none of them, that for something that had worked until now.
  Duration again(Host& host, const BackOffRule& rule) const;
  // Counts one more failure, after which the other side asked for a wait: no less than that, and drawn up to the rule's
  // part more. From the second failure in a row on, a wait that is shorter than the one after a first failure gives way
  // to that one: no answer makes this side ask more often than it would by itself.
  Duration next_asked(Host& host, const BackOffRule& rule, Duration asked);
  void reset() { failures_ = 0; }
  std::uint32_t failures() const { return failures_; }

 private:
  std::uint32_t key_;
  std::uint32_t failures_ = 0;
};

}  // namespace dialtone

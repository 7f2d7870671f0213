#include "device_sim/model/back_off.h"

#include <algorithm>
#include <cassert>

namespace dialtone {
namespace {

constexpr Purpose kBackOff("device.back_off");

Duration doubled(Duration base, Duration cap, std::uint32_t times) {
  Duration wait = std::min(base, cap);
  for (std::uint32_t i = 0; i < times && wait < cap; ++i) wait = wait > cap / 2 ? cap : wait * 2;
  assert(wait <= cap && "a back-off has an end");
  return wait;
}

}  // namespace

Duration BackOff::next(Host& host, const BackOffRule& rule) {
  ++failures_;
  return again(host, rule);
}

Duration BackOff::again(Host& host, const BackOffRule& rule) const {
  assert(rule.least_percent <= 100);
  const Duration longest = doubled(rule.base, rule.cap, failures_);
  return host.chance(kBackOff, key_).between(longest / 100 * rule.least_percent, longest);
}

Duration BackOff::next_asked(Host& host, const BackOffRule& rule, Duration asked) {
  assert(rule.least_percent <= 100 && asked >= Duration::zero());
  const bool is_first = failures_++ == 0;
  const Duration first_step = doubled(rule.base, rule.cap, 1);
  const Duration least = first_step / 100 * rule.least_percent;
  if (!is_first && asked < least) return host.chance(kBackOff, key_).between(least, first_step);
  return host.chance(kBackOff, key_).between(asked, asked + asked / 100 * rule.most_over_asked_percent);
}

}  // namespace dialtone

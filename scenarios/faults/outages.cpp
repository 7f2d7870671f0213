#include "scenarios/faults/outages.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dialtone {

Outages::Began Outages::begin(Host& host, How how, Duration off_for, std::function<void()> restore) {
  const Moment now = world_.now();
  assert(off_for >= Duration::zero() && restore);
  Outage& outage = outages_[&host];
  const bool was_on = host.powered();
  if (!was_on && outage.open == 0) return Began::kMissed;
  ++outage.open;
  outage.until = std::max(outage.until, now + off_for);
  if (was_on) how == How::kCut ? world_.power_cut(host) : world_.power_off(host);
  assert(!host.powered() || host.power_off_requested());
  world_.at(now + off_for, [this, &host, restore = std::move(restore)] { end(host, restore); });
  return was_on ? Began::kTaken : Began::kHeld;
}

void Outages::end(Host& host, const std::function<void()>& restore) {
  constexpr Duration kAgain = std::chrono::milliseconds(100);
  Outage& outage = outages_[&host];
  const bool is_last = world_.now() >= outage.until;
  if (is_last && host.powered() && host.power_off_requested()) {
    // The host is still shutting down.
    return world_.at(world_.now() + kAgain, [this, &host, restore] { end(host, restore); });
  }
  assert(outage.open > 0 && "an outage ends once");
  --outage.open;
  if (is_last && !host.powered()) restore();
}

}  // namespace dialtone

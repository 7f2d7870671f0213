#include "scenarios/faults/outages.h"

#include <algorithm>
#include <utility>

namespace dialtone {

Outages::Began Outages::begin(Host& host, How how, Duration off_for, std::function<void()> restore) {
  const Moment now = world_.now();
  Moment& until = until_[&host];
  const bool was_on = host.powered();
  if (!was_on && until <= now) return Began::kMissed;
  until = std::max(until, now + off_for);
  if (was_on) how == How::kCut ? world_.power_cut(host) : world_.power_off(host);
  world_.at(now + off_for, [this, &host, restore = std::move(restore)] { end(host, restore); });
  return was_on ? Began::kTaken : Began::kHeld;
}

void Outages::end(Host& host, const std::function<void()>& restore) {
  constexpr Duration kAgain = std::chrono::milliseconds(100);
  if (world_.now() < until_[&host]) return;
  if (!host.powered()) return restore();
  // It is still taking its leave.
  if (host.power_off_requested()) world_.at(world_.now() + kAgain, [this, &host, restore] { end(host, restore); });
}

}  // namespace dialtone

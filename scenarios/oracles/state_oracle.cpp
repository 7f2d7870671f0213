#include "scenarios/oracles/state_oracle.h"

namespace dialtone {

StateOracle::StateOracle(std::string name, const AlwaysCondition& what, const OracleContext& context)
    : name_(std::move(name)),
      fleet_(context.fleet),
      group_(context.fleet.group_number(what.group)),
      condition_(what.condition),
      wanted_(what.quantity != Quantity::kNone && what.quantity != Quantity::kAtMost),
      quantity_(what.quantity),
      amount_(what.amount),
      scope_(what.scope, context),
      is_noted_(scope_.is_by_device() ? context.plan.device_count() : 0) {}

void StateOracle::add_interests(Interests& interests) const {
  interests.conditions |= mask_of(condition_);
  scope_.add_interests(interests);
}

void StateOracle::see(const SeenEvent& seen) {
  const bool was_open = scope_.is_open_for_all(seen.event.time);
  scope_.see(seen);
  const bool turned = scope_.is_open_for_all(seen.event.time) != was_open;
  check(seen.event.time, turned ? kNobody : seen.device);
}

void StateOracle::changed(const SeenEvent& seen) {
  const bool was_open = scope_.is_open_for_all(seen.event.time);
  scope_.changed(seen);
  const bool turned = scope_.is_open_for_all(seen.event.time) != was_open;
  check(seen.event.time, turned ? kNobody : seen.device);
}

void StateOracle::look(Moment now) {
  scope_.look(now);
  check(now, kNobody);
}

void StateOracle::check(Moment now, DeviceNumber device) {
  if (!scope_.is_by_device()) return check_all(now, device);
  if (device != kNobody) return check_device(now, device);
  for (DeviceNumber each = fleet_.first_of(group_); each < fleet_.last_of(group_); ++each) check_device(now, each);
}

void StateOracle::check_all(Moment now, DeviceNumber likely) {
  if (unsettled_ != now) settle();
  const std::uint64_t so = fleet_.count(group_, condition_);
  const std::uint64_t wrong = lacking(quantity_, amount_, so, fleet_.size(group_));
  unsettled_ = now;
  unsettled_count_ = so;
  unsettled_wrong_ = scope_.is_open_for_all(now) ? wrong : 0;
  if (unsettled_wrong_ > wrong_) unsettled_device_ = some_wrong(likely);
}

void StateOracle::settle() {
  if (unsettled_ == kNever) return;
  if (unsettled_wrong_ > wrong_) note(unsettled_, unsettled_device_, unsettled_wrong_ - wrong_);
  wrong_ = unsettled_wrong_;
  unsettled_ = kNever;
}

DeviceNumber StateOracle::some_wrong(DeviceNumber likely) const {
  const DeviceNumber first = fleet_.first_of(group_);
  const DeviceNumber last = fleet_.last_of(group_);
  if (likely >= first && likely < last && is_wrong(likely)) return likely;
  std::optional<DeviceNumber> found;
  for (DeviceNumber device = first; device < last; ++device) {
    if (!is_wrong(device)) continue;
    // Prefer a device that took part, because only such a device has events to show.
    if (fleet_.took_part(device, unsettled_)) return device;
    if (!found) found = device;
  }
  return found.value_or(likely);
}

void StateOracle::check_device(Moment now, DeviceNumber device) {
  if (device < fleet_.first_of(group_) || device >= fleet_.last_of(group_)) return;
  const bool wrong = scope_.is_open(now, device) && is_wrong(device);
  if (wrong && !is_noted_[device]) note(now, device, 1);
  is_noted_[device] = wrong;
}

void StateOracle::note(Moment now, DeviceNumber device, std::uint64_t times) {
  const bool is_first = times_ == 0;
  times_ += times;
  if (!is_first) return;
  const std::string name(fleet_.name_of(device));
  first_ = name + (wanted_ ? " not " : " ") + std::string(to_text(condition_)) + " at " + moment_text(now);
  if (quantity_ == Quantity::kAtLeast || quantity_ == Quantity::kAtMost) {
    first_ += ", when " + std::to_string(unsettled_count_) + " of " + std::to_string(fleet_.size(group_)) + " were";
  }
  if (fleet_.took_part(device, now)) witnesses_ = {{name, now}};
}

OracleResult StateOracle::judge(Moment end) const {
  if (unsettled_ != kNever) {
    StateOracle settled(*this);
    settled.settle();
    return settled.judge(end);
  }
  OracleResult result{name_, verdict_of(times_ == 0), {}, {}};
  const bool is_always = quantity_ != Quantity::kNone;
  result.measured = is_always && times_ == 0 ? "always" : times_text(times_);
  if (is_always && times_ > 0) result.measured = "not so " + result.measured;
  if (times_ == 0) {
    result.holds_by_silence = true;
    result.note_vacuous(scope_.why_nothing(fleet_, group_, !is_of_power(), end));
    return result;
  }
  result.details.push_back("first: " + first_);
  result.witnesses = witnesses_;
  return result;
}

}  // namespace dialtone

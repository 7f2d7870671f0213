#include "scenarios/oracles/liveness_oracle.h"

#include <algorithm>

#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/profile_of.h"
#include "scenarios/language/plan/liveness.h"

namespace dialtone {

LivenessOracle::LivenessOracle(Duration within, const OracleContext& context) : context_(context), within_(within) {
  const std::vector<Group>& fleet = context.plan.scenario.fleet;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    const std::string why_not = why_not_healthy(context.plan.scenario, fleet[group]);
    if (why_not.empty()) {
      healthy_.push_back(group);
      asked_ += fleet[group].count;
    } else {
      left_out_ += (left_out_.empty() ? "" : ", ") + std::to_string(fleet[group].count) + " " + fleet[group].name +
                   " (" + why_not + ")";
    }
    if (fleet[group].load) continue;
    for (const PlannedDevice& device : *fleet[group].devices) start_ = std::max(start_, device.power_on);
  }
  excuse_changed();
  if (healthy_.empty()) why_not_ = "no group is healthy";
  if (!healthy_.empty() && asked_ == 0) why_not_ = "no device is healthy";
  for (const FaultSpan& span : context.spans) {
    if (is_excuse(span)) continue;
    start_ = std::max(start_, span.end);
    if (span.end >= context.end()) why_not_ = std::string(span.name) + " lasts to the end";
  }
  if (asks() && start_ >= context.end()) why_not_ = "the last device is switched on at the end";
}

void LivenessOracle::excuse_changed() {
  const std::vector<Fault>& faults = context_.plan.scenario.faults;
  for (std::size_t number = 0; number < faults.size(); ++number) {
    if (!changes_to_the_end(faults[number], context_.plan.scenario)) continue;
    excuses_.push_back(faults[number].name);
    for (const std::size_t group : healthy_) excuse_changed(number, group);
  }
  asked_ -= excused_.size();
}

void LivenessOracle::excuse_changed(std::size_t fault, std::size_t group) {
  const Group& of = context_.plan.scenario.fleet[group];
  std::uint64_t count = 0;
  DeviceNumber number = context_.fleet.first_of(group);
  for (const PlannedDevice& device : *of.devices) {
    if (device.fault_times[fault] != kNotHit && excused_.insert(number).second) ++count;
    ++number;
  }
  if (count == 0) return;
  left_out_ += (left_out_.empty() ? "" : ", ") + std::to_string(count) + " " + of.name + " (changed by " +
               context_.plan.scenario.faults[fault].name + ")";
}

bool LivenessOracle::is_excuse(const FaultSpan& span) const {
  return std::find(excuses_.begin(), excuses_.end(), span.name) != excuses_.end();
}

void LivenessOracle::add_interests(Interests& interests) const {
  if (!asks()) return;
  interests.conditions |= mask_of(DeviceCondition::kRegistered);
  const bool any =
      std::any_of(context_.spans.begin(), context_.spans.end(), [](const FaultSpan& span) { return span.is_recorded; });
  if (any) interests.add_events<run_events::FaultStarted, run_events::FaultEnded>();
}

void LivenessOracle::add_looks(std::vector<Moment>& moments) const {
  if (!asks()) return;
  moments.push_back(start_);
  moments.push_back(deadline());
}

Moment LivenessOracle::deadline() const { return std::min(start_ + within_, context_.end()); }

void LivenessOracle::see(const SeenEvent& seen) {
  const FaultSpan* span = context_.span(seen.event.text(fields::kFault));
  if (span == nullptr || !span->is_recorded || missed_ || is_excuse(*span)) return;
  if (seen.event.is<run_events::FaultStarted>()) {
    ++running_;
    met_at_.reset();
  } else if (running_ > 0) {
    --running_;
    start_ = std::max(start_, seen.event.time);
    look(seen.event.time);
  }
}

bool LivenessOracle::are_registered() const {
  std::uint64_t registered = 0;
  for (const std::size_t group : healthy_) registered += context_.fleet.count(group, DeviceCondition::kRegistered);
  for (const DeviceNumber device : excused_) {
    if (context_.fleet.is(device, DeviceCondition::kRegistered)) --registered;
  }
  return registered == asked_;
}

void LivenessOracle::look(Moment now) {
  if (decided() || running_ > 0 || now < start_) return;
  if (now <= deadline() && are_registered()) {
    met_at_ = now;
  } else if (now >= deadline()) {
    missed_ = true;
    note_waiting(now);
  }
}

void LivenessOracle::note_waiting(Moment now) {
  looked_ = now;
  waiting_ = 0;
  names_.clear();
  witnesses_.clear();
  const FleetState& fleet = context_.fleet;
  for (const std::size_t group : healthy_) {
    if (witnesses_.empty()) {
      witnesses_ = first_witness(fleet, group, now, [&](DeviceNumber device) { return is_waiting(device); });
    }
    for (DeviceNumber device = fleet.first_of(group); device < fleet.last_of(group); ++device) {
      if (!is_waiting(device)) continue;
      if (++waiting_ <= kNamedDevices) names_.push_back(fleet.name_of(device));
    }
  }
}

OracleResult LivenessOracle::judge(Moment end) const {
  OracleResult result{"liveness: all healthy devices become registered", OracleVerdict::kPassed, {}, {}};
  const std::uint64_t planned = context_.plan.judged_count();
  const auto asked_text = [&](std::uint64_t asked) {
    return std::to_string(asked) + " of " + std::to_string(planned) + " asked: ";
  };
  if (!asks() || (!met_at_ && running_ > 0)) {
    result.measured = asked_text(0) + (asks() ? "a fault lasts to the end" : why_not_);
    result.verdict = OracleVerdict::kVacuous;
    return result;
  }
  if (asked_ != planned) result.measured = asked_text(asked_);
  if (met_at_) {
    result.measured += "all at " + moment_text(*met_at_);
  } else {
    judge_waiting(end, result);
  }
  result.measured += ", within " + moment_text(Moment{} + (deadline() - start_)) + " since " + moment_text(start_);
  if (!left_out_.empty()) result.details.push_back("not asked: " + left_out_);
  return result;
}

bool LivenessOracle::could_change(OracleVerdict /*verdict*/, Moment /*end*/) const {
  if (!met_at_) return !decided();
  // A fault with a trigger may strike again, and then all devices must register once more.
  return std::any_of(context_.spans.begin(), context_.spans.end(),
                     [](const FaultSpan& span) { return span.is_triggered; });
}

void LivenessOracle::judge_waiting(Moment end, OracleResult& result) const {
  LivenessOracle last = *this;
  if (!missed_) last.note_waiting(end);
  result.verdict = OracleVerdict::kFailed;
  result.measured += std::to_string(last.waiting_) + " not at " + moment_text(last.looked_);
  const std::string nothing = end < start_ ? "" : "since " + moment_text(start_) + " nothing stands in their way; ";
  result.details.push_back(nothing + "not registered: " + names_text(last.names_, last.waiting_));
  result.witnesses = last.witnesses_;
}

}  // namespace dialtone

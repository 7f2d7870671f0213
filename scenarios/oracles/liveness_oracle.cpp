#include "scenarios/oracles/liveness_oracle.h"

#include <algorithm>

namespace dialtone {
namespace {

bool is_healthy(const Scenario& scenario, const Group& group) {
  const auto profile = std::find_if(scenario.profiles.begin(), scenario.profiles.end(),
                                    [&](const ProfileSettings& each) { return each.name == group.profile; });
  const bool is_faulty_model = profile != scenario.profiles.end() && !profile->quirks.empty();
  return group.identity == IdentityFault::kNone && group.clones.empty() && group.quirks.empty() && !is_faulty_model;
}

}  // namespace

LivenessOracle::LivenessOracle(Duration within, const OracleContext& context) : context_(context), within_(within) {
  const std::vector<Group>& fleet = context.plan.scenario.fleet;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    if (is_healthy(context.plan.scenario, fleet[group])) healthy_.push_back(group);
    for (const PlannedDevice& device : *fleet[group].devices) start_ = std::max(start_, device.power_on);
  }
  if (healthy_.empty()) why_not_ = "not asked: no group is healthy";
  for (const FaultSpan& span : context.spans) {
    start_ = std::max(start_, span.end);
    if (span.end >= context.end()) why_not_ = "not asked: " + std::string(span.name) + " lasts to the end";
  }
  if (asks() && start_ >= context.end()) why_not_ = "not asked: the last device is switched on at the end";
}

void LivenessOracle::add_interests(Interests& interests) const {
  if (!asks()) return;
  interests.conditions |= mask_of(DeviceCondition::kRegistered);
  const bool any = std::any_of(context_.spans.begin(), context_.spans.end(),
                               [](const FaultSpan& span) { return span.is_triggered; });
  if (any) interests.events.insert(interests.events.end(), {"fault.started", "fault.ended"});
}

void LivenessOracle::add_looks(std::vector<Moment>& moments) const {
  if (!asks()) return;
  moments.push_back(start_);
  moments.push_back(deadline());
}

Moment LivenessOracle::deadline() const { return std::min(start_ + within_, context_.end()); }

void LivenessOracle::see(const SeenEvent& seen) {
  const FaultSpan* span = context_.span(seen.event.text("fault"));
  if (span == nullptr || !span->is_triggered || missed_) return;
  if (seen.event.name == "fault.started") {
    ++running_;
    met_at_.reset();
  } else if (running_ > 0) {
    --running_;
    start_ = std::max(start_, seen.event.time);
    look(seen.event.time);
  }
}

bool LivenessOracle::are_registered() const {
  return std::all_of(healthy_.begin(), healthy_.end(), [&](std::size_t group) {
    return context_.fleet.count(group, DeviceCondition::kRegistered) == context_.fleet.size(group);
  });
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
  const FleetState& fleet = context_.fleet;
  for (const std::size_t group : healthy_) {
    for (DeviceNumber device = fleet.first_of(group); device < fleet.last_of(group); ++device) {
      if (fleet.is(device, DeviceCondition::kRegistered)) continue;
      if (++waiting_ <= kNamedDevices) names_.push_back(fleet.name_of(device));
    }
  }
}

OracleResult LivenessOracle::judge(Moment end) const {
  OracleResult result{"liveness: all healthy devices become registered within " + to_text(within_), true, {}, {}};
  if (!asks()) {
    result.measured = why_not_;
  } else if (met_at_) {
    result.measured = "all at " + moment_text(*met_at_);
  } else if (running_ > 0) {
    result.measured = "not asked: a fault lasts to the end";
  } else {
    LivenessOracle last = *this;
    if (!missed_) last.note_waiting(end);
    result.passed = false;
    result.measured = std::to_string(last.waiting_) + " not at " + moment_text(last.looked_);
    result.details.push_back("since " + moment_text(start_) +
                             " nothing stands in their way; not registered: " + names_text(last.names_, last.waiting_));
    if (!last.names_.empty()) result.witnesses.push_back({std::string(last.names_.front()), last.looked_});
  }
  return result;
}

}  // namespace dialtone

#include "scenarios/engine/run_record.h"

#include <algorithm>

namespace dialtone {

Duration length_of(const Fault& fault) {
  return std::visit([](const auto& action) { return action.off_for; }, fault.action);
}

std::vector<Moment> fault_ends(const Plan& plan) {
  std::vector<Moment> ends(plan.scenario.faults.size());
  for (const Group& group : plan.scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      for (std::size_t i = 0; i < device.fault_times.size(); ++i) {
        if (device.fault_times[i] == kNotHit) continue;
        ends[i] = std::max(ends[i], device.fault_times[i] + length_of(plan.scenario.faults[i]));
      }
    }
  }
  return ends;
}

RunRecord::RunRecord(const Plan& plan, EventLog log) : plan_(plan), log_(std::move(log)), fleet_(plan) {
  const std::vector<Moment> ends = fault_ends(plan);
  for (const Expectation& expectation : plan.scenario.expectations) {
    oracles_.push_back(make_oracle(expectation, fleet_, plan.scenario, ends));
    has_eventually_ = has_eventually_ || std::holds_alternative<EventuallyAll>(expectation.condition);
  }
}

void RunRecord::record(const RecordedEvent& event) {
  log_.append(event);
  const bool changed = fleet_.apply(event);
  for (const std::unique_ptr<Oracle>& oracle : oracles_) oracle->see(event, fleet_, changed);
  if (changed && !decided_) decide();
  if (follow_) follow_(event);
}

std::vector<Moment> RunRecord::look_moments() const {
  std::vector<Moment> moments;
  for (const std::unique_ptr<Oracle>& oracle : oracles_) oracle->add_looks(moments);
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

void RunRecord::look(Moment now) {
  for (const std::unique_ptr<Oracle>& oracle : oracles_) oracle->look(now, fleet_);
  if (!decided_) decide();
}

void RunRecord::decide() {
  decided_ = has_eventually_ && fleet_.ever(DeviceCondition::kOn) == plan_.device_count() &&
             std::all_of(oracles_.begin(), oracles_.end(), [](const auto& oracle) { return oracle->decided(); });
}

std::vector<OracleResult> RunRecord::judge(Moment end) const {
  std::vector<OracleResult> results;
  for (const std::unique_ptr<Oracle>& oracle : oracles_) results.push_back(oracle->judge(end, fleet_));
  return results;
}

}  // namespace dialtone

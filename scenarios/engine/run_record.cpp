#include "scenarios/engine/run_record.h"

#include <algorithm>

namespace dialtone {

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

void RunRecord::note(const FaultMoment& moment) {
  const Field name("fault", std::string_view(moment.fault->name));
  record({moment.at, moment.fault->target, moment.is_end ? "fault.ended" : "fault.started", std::span(&name, 1)});
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

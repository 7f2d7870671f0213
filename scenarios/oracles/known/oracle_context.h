// What oracles are made from: the plan, the fleet's state, the times of the faults, and the user database.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "scenarios/oracles/metrics/metric.h"
#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

// When a fault begins and ends, as planned. Both are zero for a fault with a trigger.
struct FaultSpan {
  std::string_view name;
  bool is_triggered = false;
  Moment begin{};
  Moment end{};
  // True if the recorded fault.started and fault.ended decide the times: for a fault with a trigger, and in real time
  // for every fault. In real time a fault ends a little after its planned end, when the power is back.
  bool is_recorded = false;
};

// Returns an element for each of the plan's faults. A fault that hits no device ends when it was to begin.
std::vector<FaultSpan> fault_spans(const Plan& plan, bool in_real_time);

// Reads all rows of the user database as it is now.
using SubscriberRows = std::function<Result<std::vector<Subscriber>>()>;

// What the control runs of a plan measured, by the name of the expectation that compares with the value.
using ControlValues = std::map<std::string, std::optional<Measured>, std::less<>>;

struct OracleContext {
  const Plan& plan;
  const FleetState& fleet;
  const std::vector<FaultSpan>& spans;
  SubscriberRows subscribers;
  ControlValues controls = {};

  Moment end() const { return Moment(plan.scenario.duration); }
  // Returns null if no fault has that name.
  const FaultSpan* span(std::string_view fault) const;
  // Returns what the control run of that expectation measured; nullopt if there was no value or no control run.
  std::optional<Measured> control_value(std::string_view expectation) const;
};

}  // namespace dialtone

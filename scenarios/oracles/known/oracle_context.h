// What oracles are made from: the plan, the fleet's state, when the faults begin and end, and the user database.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

// Of a fault that the plan does not know the moments of, both are zero.
struct FaultSpan {
  std::string_view name;
  bool is_triggered = false;
  Moment begin{};
  Moment end{};
  // Whether it begins and ends when the run records it. In real time that is a little after the plan's moments: a fault
  // has ended when the power is back.
  bool is_recorded = false;
};

// One for each of the plan's faults. One that hits nobody is over when it was to begin.
std::vector<FaultSpan> fault_spans(const Plan& plan, bool in_real_time);

// All rows of the user database, as it is now.
using SubscriberRows = std::function<Result<std::vector<Subscriber>>()>;

struct OracleContext {
  const Plan& plan;
  const FleetState& fleet;
  const std::vector<FaultSpan>& spans;
  SubscriberRows subscribers;

  Moment end() const { return Moment(plan.scenario.duration); }
  // Null: none of that name.
  const FaultSpan* span(std::string_view fault) const;
};

}  // namespace dialtone

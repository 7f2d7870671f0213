// When the faults of a plan begin and end, as far as the plan knows: not those with a trigger (`when`).
#pragma once

#include <vector>

#include "scenarios/engine/plan.h"
#include "values/time.h"

namespace dialtone {

// When a fault of the plan begins, for the first that it hits, or ends, for the last.
struct FaultMoment {
  Moment at;
  const Fault* fault = nullptr;
  bool is_end = false;
};

// In their order. A fault that hits nobody has none.
std::vector<FaultMoment> fault_moments(const Plan& plan);
// When each fault of the plan is over; one that hits nobody is over at the start.
std::vector<Moment> fault_ends(const Plan& plan);
// By how many millionths the clocks of that group, or that server, are fast because of the faults that are open.
std::int64_t open_drift(const Scenario& scenario, std::string_view target, Moment now);
// How long a fault keeps a device from its work.
Duration length_of(const Fault& fault);

}  // namespace dialtone

// How often each fault of a plan struck in a run, and why a fault never struck: a scenario whose fault had no effect
// proves nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/faults/fault_tally.h"
#include "scenarios/language/plan/plan.h"
#include "values/time.h"

namespace dialtone {

// What a run's events say about a fault.
struct FaultStrikes {
  // How often the fault began.
  std::uint64_t started = 0;
  // For a fault with a trigger: when it was first due to begin; kNever if the awaited event has not happened to any
  // device that the fault hits.
  Moment due = kNever;
};

struct FaultFigure {
  std::string name;
  // How many requests, answers, packets, look-ups or writes the fault acted on; for a fault at a moment, how many
  // devices and servers it hit. A power cut, pause or reset does not hit a host that is off.
  std::uint64_t struck = 0;
  // The reason why `struck` is zero: `no device had 'settings.stored'`.
  std::string why_not;
};

// Returns a figure for each fault of the plan. `strikes` has an element for each fault too.
std::vector<FaultFigure> fault_figures(const Plan& plan, const std::vector<FaultStrikes>& strikes, Moment end,
                                       const FaultTally& tally);
// Returns `fault 'cut' never struck: no device had 'settings.stored'` for each fault that never struck.
std::vector<std::string> never_struck(const std::vector<FaultFigure>& faults);

}  // namespace dialtone

// How often each fault of a plan struck in a run and, of one that never did, why: a scenario whose fault did nothing
// shows nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/faults/fault_tally.h"
#include "scenarios/language/plan/plan.h"
#include "values/time.h"

namespace dialtone {

// What the events of a run say of a fault.
struct FaultStrikes {
  // How often it began.
  std::uint64_t started = 0;
  // Of one with a trigger: when it was to begin first; kNever: what it waits for has not happened to whom it hits.
  Moment due = kNever;
};

struct FaultFigure {
  std::string name;
  // The requests, answers, packets, questions or writes that it acted on or, of a moment, the devices and servers that
  // it hit; one that is off is not hit by what takes power, pauses or resets.
  std::uint64_t struck = 0;
  // Where that is zero: `no device had 'settings.stored'`.
  std::string why_not;
};

// One for each fault of the plan. `strikes`: of each, too.
std::vector<FaultFigure> fault_figures(const Plan& plan, const std::vector<FaultStrikes>& strikes, Moment end,
                                       const FaultTally& tally);
// `fault 'cut' never struck: no device had 'settings.stored'`, for each that did not.
std::vector<std::string> never_struck(const std::vector<FaultFigure>& faults);

}  // namespace dialtone

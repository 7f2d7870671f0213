// The control runs of a plan, with whose values expectations compare: `compared_to: { without: ill }`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/oracles/known/oracle_context.h"

namespace dialtone {

struct ControlRuns {
  ControlValues values;
  // Why a control run proves nothing, one line per reason; empty if all prove something. Otherwise the run that
  // compares with them is invalid.
  std::vector<std::string> reasons;
  bool was_interrupted = false;
};

// Returns true if an expectation compares with a control run.
bool has_control_runs(const Scenario& scenario);

// Carries out one control run for each fault that a `without` names: the same plan without the fault, in the same
// world, in the subdirectory `without-FAULT` of the run's directory. Stops after the first control run that proves
// nothing.
ControlRuns carry_out_control_runs(const Plan& plan, const RunOptions& options);

}  // namespace dialtone

// Collects what led to a failure by reading a run's events after the run, so that a passing run costs nothing.
#pragma once

#include <filesystem>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// Adds to the details of each failed oracle the last events about its witnesses, the faults and server ends around
// them, and the command that shows all of these events. `directory` is the run's directory with events.jsonl; without
// the file, only the names of the witnesses are given.
void add_evidence(const Plan& plan, const std::filesystem::path& directory, std::vector<OracleResult>& oracles);

}  // namespace dialtone

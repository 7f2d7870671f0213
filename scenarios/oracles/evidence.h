// Collects the events that led to a failure. Reads a run's events after the run, so that a passing run costs nothing.
#pragma once

#include <filesystem>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// Adds to the details of each failed oracle the last events about its witnesses, the faults and server stops around
// them, and a command that shows all of these events. `directory` is the run's directory with events.jsonl; without
// that file, only the names of the witnesses are added.
void add_evidence(const Plan& plan, const std::filesystem::path& directory, std::vector<OracleResult>& oracles);

}  // namespace dialtone

// What led to a failure, read back from a run's events when it is over: a run that passes pays nothing for it.
#pragma once

#include <filesystem>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// Adds to each failed oracle's details the last events about its witnesses, with what faults and servers' ends there
// were around them, and the command that shows all of them. `directory`: of the run, where events.jsonl has been
// written; without it only the witnesses remain.
void add_evidence(const Plan& plan, const std::filesystem::path& directory, std::vector<OracleResult>& oracles);

}  // namespace dialtone

// --verify: checks that a second run of the same plan gives the same result.
#pragma once

#include <filesystem>

#include "scenarios/engine/summary.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// Returns the oracle `repeatable`: passed if the fingerprints and all events are equal; a failure names the first event
// that differs. Undecided if counts() is false for one of the runs.
OracleResult compare_runs(const RunSummary& first, const RunSummary& second);

// Returns false if the run was interrupted or is invalid and so cannot be compared.
bool counts(const RunSummary& run);
// Returns the oracle `repeatable` for a run that cannot be compared.
OracleResult not_compared(const RunSummary& run);

}  // namespace dialtone

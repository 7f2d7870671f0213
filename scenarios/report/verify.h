// --verify: whether a second run of the same plan says the same.
#pragma once

#include <filesystem>

#include "scenarios/engine/summary.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// The oracle `repeatable`: the fingerprints agree and so do the events, line by line; a failure names the first event
// that differs. Undecided where one of the two does not count.
OracleResult compare_runs(const RunSummary& first, const RunSummary& second);

// False: it was interrupted or is invalid, so that it cannot be compared with another.
bool counts(const RunSummary& run);
// The oracle `repeatable` where there is nothing to compare: that run does not count.
OracleResult not_compared(const RunSummary& run);

}  // namespace dialtone

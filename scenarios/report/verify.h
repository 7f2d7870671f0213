// --verify: whether a second run of the same plan says the same.
#pragma once

#include <filesystem>

#include "scenarios/engine/summary.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// The oracle `repeatable`: the fingerprints agree and so do the events, line by line; a failure names the first event
// that differs.
OracleResult compare_runs(const RunSummary& first, const RunSummary& second);

}  // namespace dialtone

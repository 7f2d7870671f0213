// The directory that a run leaves (contract: "A run's directory").
#pragma once

#include <filesystem>
#include <string>

#include "scenarios/engine/summary.h"
#include "scenarios/language/plan.h"
#include "values/result.h"

namespace dialtone {

// Makes `wanted` with mode 0700, or, where it is empty, runs/20261122T143500Z-<scenario>[-n] with runs/latest pointing
// at it. A directory that holds anything but an earlier run's files is refused; an earlier run's files are removed.
Result<std::filesystem::path> make_run_directory(const std::string& wanted, const std::string& scenario);

// The same for a suite: runs/20261122T143500Z-suite[-n]. What earlier suites left in `wanted` is removed.
Result<std::filesystem::path> make_suite_directory(const std::string& wanted);

// plan.yaml and what it refers to; returns the plan's path.
Result<std::filesystem::path> write_plan(const std::filesystem::path& directory, const Plan& plan);

// summary.json and junit.xml.
Result<void> write_reports(const std::filesystem::path& directory, const RunSummary& summary);

}  // namespace dialtone

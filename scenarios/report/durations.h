// durations.csv: how long each stage of each device's life took in a run, so that several runs can be combined.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/engine/summary.h"
#include "values/result.h"

namespace dialtone {

inline constexpr const char* kDurationsFile = "durations.csv";

// By stage: the durations in nanoseconds, in any order.
using StageDurations = std::array<std::vector<std::int64_t>, kStages>;

// Returns a header line, then a line such as `boot.duration,2510196681` for each duration.
std::string durations_csv(const std::vector<StageFigures>& stages);
// Adds the durations from a file to `durations`. Skips lines that are not durations of a known stage; fails if the file
// cannot be read.
Result<void> add_durations(const std::filesystem::path& file, StageDurations& durations);
// Returns the percentiles of all stages that any device completed.
std::vector<StageFigures> figures_of(const StageDurations& durations);

}  // namespace dialtone

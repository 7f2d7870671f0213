// durations.csv: how long each stage of each device's life took in a run, for who puts several runs together.
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

// By stage; in nanoseconds, in any order.
using StageDurations = std::array<std::vector<std::int64_t>, kStages>;

// A header line, then `boot.duration,2510196681` for each.
std::string durations_csv(const std::vector<StageFigures>& stages);
// Adds those of a file to `durations`. What it does not understand it passes over; fails where it cannot be read.
Result<void> add_durations(const std::filesystem::path& file, StageDurations& durations);
// The percentiles of all, of the stages that any device came through.
std::vector<StageFigures> figures_of(const StageDurations& durations);

}  // namespace dialtone

// Which files in a directory a run or a suite made, and so may replace.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/run_mark.h"

namespace dialtone {

// What is kept of the run before, and the same while it is being moved there.
inline constexpr std::string_view kEarlier = "earlier";
inline constexpr std::string_view kEarlierUnfinished = ".earlier";

// The entries of `directory` without its mark, in order. Throws what std::filesystem throws.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory);

// Why the entries of a directory with a mark of that kind cannot be replaced: `it holds thesis.txt, which no run made`;
// empty where each of them is a file of ours, or the directory of a run of one of `scenarios` that is not in use.
std::string obstacle_in(const std::filesystem::path& directory, RunMark::Kind kind,
                        const std::vector<std::string>& scenarios);

}  // namespace dialtone

// Which files in a directory a run or a suite made, and so may replace.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/run_mark.h"

namespace dialtone {

// `earlier` while it is being filled.
inline constexpr std::string_view kEarlierUnfinished = ".earlier";

// The entries of `directory` without its mark, in order. Throws what std::filesystem throws.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory);

// Why the entries of a directory with that mark cannot be replaced: `it holds thesis.txt, which no run made`; empty
// where each of them is a file of ours, or the directory of a run that is not in use, and is one of `scenarios` or one
// that the mark names.
std::string obstacle_in(const std::filesystem::path& directory, const RunMark& mark,
                        const std::vector<std::string>& scenarios);

}  // namespace dialtone

// Decides which files in a directory a run or a suite made, and so may replace.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/run_mark.h"

namespace dialtone {

// The name of `earlier` while files are being moved into it.
inline constexpr std::string_view kEarlierUnfinished = ".earlier";

// Returns the entries of `directory` in order, without its mark. Throws the exceptions of std::filesystem.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory);

// Returns why the entries of a directory with that mark must not be replaced, such as `it holds thesis.txt, which no
// run made`. Empty if they may: each entry is a file that runs make, or the directory of a run that is not in use and
// whose scenario is one of `scenarios` or named by the mark.
std::string obstacle_in(const std::filesystem::path& directory, const RunMark& mark,
                        const std::vector<std::string>& scenarios);

}  // namespace dialtone

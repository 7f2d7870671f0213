// What the commands of dialtone share: exit codes, parsers of options, and error messages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "scenarios/report/run_directory.h"
#include "values/result.h"

namespace dialtone {

// The exit codes that docs/contract.md lists, except those of a run.
inline constexpr int kUsage = 2;
inline constexpr int kEnvironment = 3;

// Prints one line to standard error; returns `code`.
int fail(int code, std::string_view reason);
// As above, for a directory that cannot be used.
int fail(const DirectoryFailure& failure);

// Finishes the use of a directory. With `all_ended`, removes the files kept from the earlier run; otherwise keeps them
// and prints where they are to standard error.
Result<void> close_directory(RunDirectory& directory, bool all_ended);

std::optional<std::string> environment_variable(const std::string& name);

// Parses --world; null gives the virtual world.
Result<WorldKind> parse_world(const std::string* text);

// Parses an option that is a whole number, at least 1.
Result<std::uint64_t> parse_number(const std::string& option, const std::string& text, std::uint64_t most);

// Parses --time-limit.
Result<Duration> parse_time_limit(const std::string& text);

// Returns a word as a shell reads it, in quotes if needed.
std::string quoted(const std::string& word);

std::filesystem::path this_executable();

// Raises the limit of open files to what `devices` devices need that all ask at once.
Result<void> make_room_for_devices(std::uint64_t devices, WorldKind world);

// Returns the scenarios among `paths`: named files, and in folders every .yaml and .yml file except those that are only
// included by others. Sorted.
std::vector<std::filesystem::path> scenarios_below(const std::vector<std::string>& paths);

}  // namespace dialtone

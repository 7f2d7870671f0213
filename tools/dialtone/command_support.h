// What the commands of dialtone share: exit codes, the environment, and how a mistake is told.
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

// The contract's exit codes, besides those of a run.
inline constexpr int kUsage = 2;
inline constexpr int kEnvironment = 3;

// Prints one line to standard error; returns `code`.
int fail(int code, std::string_view reason);
// The same of a directory that cannot be had.
int fail(const DirectoryFailure& failure);

// Ends the use of a directory. Where all came to its end, what was kept of the run before goes; else it stays, and the
// standard error says where.
Result<void> close_directory(RunDirectory& directory, bool all_ended);

std::optional<std::string> environment_variable(const std::string& name);

// Of --world; virtual where it is not given.
Result<WorldKind> parse_world(const std::string* text);

// Of an option that is a whole number, at least 1.
Result<std::uint64_t> parse_number(const std::string& option, const std::string& text, std::uint64_t most);

// Of --time-limit.
Result<Duration> parse_time_limit(const std::string& text);

// A word as a shell takes it, in quotes where it needs them.
std::string quoted(const std::string& word);

std::filesystem::path this_executable();

// Descriptors for as many devices, where they need any.
Result<void> make_room_for_devices(std::uint64_t devices, WorldKind world);

// The scenarios among `paths`: files as they are named, and of folders every .yaml and .yml below them but what is only
// for inclusion. In order.
std::vector<std::filesystem::path> scenarios_below(const std::vector<std::string>& paths);

}  // namespace dialtone

// What every program of ours does alike: its help, its version, and that all it printed was written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

// Of all programs of one build, as CMake's project has it: `0.1.0`.
std::string_view version();

struct Program {
  std::string_view name;
  // What --help prints.
  std::string_view usage;
};

// Where the arguments ask for help or for the version, wherever that stands among them, prints it; the exit code.
// `help` is asked for as a command, too. Behind `--` nothing is asked for.
std::optional<int> answer_for_itself(const Program& program, const std::vector<std::string>& arguments);

// Whether a file can be written that a program writes at its end: tried before it begins. What the file holds stays;
// one that is missing is made.
Result<void> try_to_write(const std::string& file);

// Flushes the standard output. The exit code, or 3 instead of 0 and 1 where it could not be written, which is told to
// the standard error.
int with_output_written(std::string_view program, int exit_code);

}  // namespace dialtone

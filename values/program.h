// What all of the project's programs share: answering --help and --version, and checking that all output was written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

// The version of the build, from CMake's project: `0.1.0`. All programs of a build share the version.
std::string_view version();

struct Program {
  std::string_view name;
  // The text that --help prints.
  std::string_view usage;
};

// Prints the help or the version if an argument asks for one, wherever the argument stands; returns the exit code then,
// else nullopt. The word `help` as a command asks for the help too. Arguments after `--` ask for nothing.
std::optional<int> answer_for_itself(const Program& program, const std::vector<std::string>& arguments);

// Checks that the program can write `file`, which the program will write when it ends. Keeps the file's content;
// creates a missing file.
Result<void> try_to_write(const std::string& file);

// Flushes the standard output. Returns `exit_code`; if the output could not be written, reports that on the standard
// error and returns 3 in place of 0 and 1.
int with_output_written(std::string_view program, int exit_code);

}  // namespace dialtone

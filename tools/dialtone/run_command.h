// `dialtone run`: runs a scenario.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `run`; returns the exit code.
int run_command(const std::vector<std::string>& words);

}  // namespace dialtone

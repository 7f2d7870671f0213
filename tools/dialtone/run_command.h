// `dialtone run`: carries a scenario out.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Of the words behind `run`; the exit code.
int run_command(const std::vector<std::string>& words);

}  // namespace dialtone

// `dialtone part PLAN NAME`: one process of a run in processes; the run starts it.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `part`; returns the exit code.
int part_command(const std::vector<std::string>& words);

}  // namespace dialtone

// `dialtone part PLAN NAME`: runs one process of a run with several processes; the run starts this command.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `part`; returns the exit code.
int part_command(const std::vector<std::string>& words);

}  // namespace dialtone

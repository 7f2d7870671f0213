// `dialtone part PLAN NAME`: one process of a run in processes, which starts it.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Of the words behind `part`; the exit code.
int part_command(const std::vector<std::string>& words);

}  // namespace dialtone

// `dialtone suite`: runs many scenarios, each in a process of its own, and tells what they came to.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Of the words behind `suite`; the exit code.
int suite_command(const std::vector<std::string>& words);

}  // namespace dialtone

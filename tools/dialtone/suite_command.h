// `dialtone suite`: runs many scenarios, each in its own process, and reports the results.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `suite`; returns the exit code.
int suite_command(const std::vector<std::string>& words);

}  // namespace dialtone

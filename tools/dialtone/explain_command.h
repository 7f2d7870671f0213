// `dialtone explain`: describes a key, an event or a quirk of the scenario language.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `explain`; returns the exit code.
int explain_command(const std::vector<std::string>& words);

}  // namespace dialtone

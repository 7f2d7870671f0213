// `dialtone explain`: says what a key, an event or a quirk of the scenario language is.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Of the words behind `explain`; the exit code.
int explain_command(const std::vector<std::string>& words);

}  // namespace dialtone

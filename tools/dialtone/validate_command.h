// `dialtone validate`: reads scenarios and reports their errors.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Takes the words after `validate`; returns the exit code.
int validate_command(const std::vector<std::string>& words);

}  // namespace dialtone

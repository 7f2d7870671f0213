// `dialtone validate`: reads scenarios and says what is wrong with them.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// Of the words behind `validate`; the exit code.
int validate_command(const std::vector<std::string>& words);

}  // namespace dialtone

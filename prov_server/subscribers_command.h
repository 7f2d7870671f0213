// `prov_server subscribers`: the user database's import, export and list, and made-up subscribers.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "values/command_line.h"
#include "values/result.h"

namespace dialtone {

// Why a command ends: 2 for its arguments or its CSV, 3 for its files or its database.
struct CommandFailure {
  int exit_code = 2;
  std::string reason;
};

// `arguments` are those behind `subscribers`. Where no CSV file is named, or `-`, import reads `in`, and export and
// generate write to `out`, as list always does. Files that are written have mode 0600: they hold passwords.
Result<void, CommandFailure> run_subscribers_command(const std::vector<std::string>& arguments,
                                                     const Environment& environment, std::istream& in,
                                                     std::ostream& out);

}  // namespace dialtone

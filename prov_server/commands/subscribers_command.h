// `prov_server subscribers`: import, export and list of the user database, and generated subscribers.
#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "values/command_line.h"
#include "values/result.h"

namespace dialtone {

// Why a command failed. Exit code 2: its arguments or its CSV are wrong; 3: its files or its database cannot be used;
// 130: it was interrupted.
struct CommandFailure {
  int exit_code = 2;
  std::string reason;
};

struct CommandStreams {
  std::istream& in;
  std::ostream& out;
  // Where to draw the progress of an import; null: nowhere.
  std::ostream* terminal = nullptr;
  // Returns true if the user wants the command to end; may be empty.
  std::function<bool()> interrupted = {};
};

// `arguments` are those after `subscribers`. Without a CSV file, or with `-`, import reads `streams.in`, and export and
// generate write `streams.out`, as list always does. Files are written with mode 0600, because they contain passwords.
Result<void, CommandFailure> run_subscribers_command(const std::vector<std::string>& arguments,
                                                     const Environment& environment, const CommandStreams& streams);

}  // namespace dialtone

// `prov_server subscribers`: the user database's import, export and list, and made-up subscribers.
#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "values/command_line.h"
#include "values/result.h"

namespace dialtone {

// Why a command ends: 2 for its arguments or its CSV, 3 for its files or its database, 130 because it was interrupted.
struct CommandFailure {
  int exit_code = 2;
  std::string reason;
};

struct CommandStreams {
  std::istream& in;
  std::ostream& out;
  // Gets a bar that shows how far an import is; null where nobody would see it.
  std::ostream* terminal = nullptr;
  // Whether the user wants it to end; may be empty.
  std::function<bool()> interrupted = {};
};

// `arguments` are those behind `subscribers`. Where no CSV file is named, or `-`, import reads `streams.in`, and export
// and generate write to `streams.out`, as list always does. Files that are written have mode 0600: they hold passwords.
Result<void, CommandFailure> run_subscribers_command(const std::vector<std::string>& arguments,
                                                     const Environment& environment, const CommandStreams& streams);

}  // namespace dialtone

// Keeps a command from overwriting a file that the same command line names for reading.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

// A file, and the option that names the file on the command line: `--database`.
struct NamedFile {
  std::string_view role;
  // Empty or `-`: no file.
  std::string path;
};

// Fails if writing `output` would overwrite one of `kept`, whatever path names the file. A file that is not regular,
// such as /dev/null, may always be written.
Result<void> would_keep(const NamedFile& output, std::initializer_list<NamedFile> kept);

}  // namespace dialtone

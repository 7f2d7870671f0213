// Files that a command line names for reading are not written over by what the same command line writes.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

// A file, and how the command line calls it: `--database`.
struct NamedFile {
  std::string_view role;
  // Empty or `-`: none.
  std::string path;
};

// Fails where writing `output` would write over one of `kept`, by whatever path it is named. What is no regular file,
// such as /dev/null, keeps nothing.
Result<void> would_keep(const NamedFile& output, std::initializer_list<NamedFile> kept);

}  // namespace dialtone

// The file of a database, as the system sees it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "values/result.h"

namespace dialtone {

// The file's name of a path such as `file:x.db?vfs=name`, without what a URI has around it.
std::string file_of(const std::string& path);

// Whether the file and its folder, in which its log stands, may both be written. A read-only mount may not, by root
// neither.
bool may_write_database(const std::string& file);
bool may_read_database(const std::string& file);

// The path with which SQLite reads a file that may not be written, and makes no other file beside it. Where another
// program has the database open, it is read together with that program's log; else as a file that nobody changes, so
// that whoever holds it looks from time to time whether somebody has.
std::string read_only_path(const std::string& path);

// What changes when another program writes the database, or begins to.
struct FileVersion {
  std::int64_t written_ns = 0;  // since 1970
  off_t size_bytes = 0;
  bool has_log = false;

  friend bool operator==(const FileVersion&, const FileVersion&) = default;
};
FileVersion version_of(const std::string& file);

// Makes the file with mode 0600 where it is missing; SQLite would go by the umask.
Result<void> make_private(const std::string& file);
// Gives the file that mode, where it is a file. Nothing else is touched: a folder, a device.
void keep_private(const std::string& file);

}  // namespace dialtone

// The database's file on disk.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "values/result.h"

namespace dialtone {

// Returns the file's name for a path that may be a URI, such as `file:x.db?vfs=name`.
std::string file_of(const std::string& path);

// Returns true if both the file and its folder, which holds the write-ahead log, can be written. On a read-only mount
// the result is false even for root.
bool may_write_database(const std::string& file);
bool may_read_database(const std::string& file);

// Returns the path with which SQLite reads a file that cannot be written, without creating another file next to it. If
// another program has the database open, SQLite reads that program's log too. If not, SQLite treats the file as
// immutable, and the caller must check from time to time whether the file has changed.
std::string read_only_path(const std::string& path);

// Changes when another program writes the database or begins to write it.
struct FileVersion {
  std::int64_t written_ns = 0;  // nanoseconds since 1970
  off_t size_bytes = 0;
  bool has_log = false;

  friend bool operator==(const FileVersion&, const FileVersion&) = default;
};
FileVersion version_of(const std::string& file);

// Creates a missing file with mode 0600; SQLite would apply the umask.
Result<void> make_private(const std::string& file);
// Sets mode 0600 on a regular file; changes nothing else, such as a folder or a device.
void keep_private(const std::string& file);

}  // namespace dialtone

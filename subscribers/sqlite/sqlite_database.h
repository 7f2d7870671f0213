// Opens the user database's file: rejects a file that is no user database, and creates the schema in a new one.
#pragma once

#include <Poco/Data/Session.h>

#include <string>

#include "subscribers/sqlite/open_mode.h"
#include "values/result.h"

namespace dialtone {

// Opens a session that never waits for a lock after it is open. `path` may be a URI such as `file:x.db?vfs=name`. With
// kExisting, a database that cannot be written is opened for reading (read_only_path in database_file.h). The error is
// one line: the file, the problem, the remedy.
Result<Poco::Data::Session> open_database(const std::string& path, OpenMode mode, Patience patience);

// Returns the error, in the form of open_database's, for a statement on an open session; `code` is a SQLite result
// code.
Failure database_failure(const std::string& path, int code);

}  // namespace dialtone

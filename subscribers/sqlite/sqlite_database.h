// The file of the user database: opened, told apart from what is none, and given its schema.
#pragma once

#include <Poco/Data/Session.h>

#include <string>

#include "subscribers/sqlite/open_mode.h"
#include "values/result.h"

namespace dialtone {

// A session that waits for nobody once it is open. `path` may be a URI such as `file:x.db?vfs=name`. A database that
// may not be written is opened for reading where it is kExisting (read_only_path in database_file.h). The failure is
// one line: the file, what is wrong with it, what to do.
Result<Poco::Data::Session> open_database(const std::string& path, OpenMode mode, Patience patience);

// The same line for what a statement on an open session said: a result code of SQLite.
Failure database_failure(const std::string& path, int code);

}  // namespace dialtone

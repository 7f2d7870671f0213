// The file of the user database: opened, told apart from what is none, and given its schema.
#pragma once

#include <Poco/Data/Session.h>

#include <string>

#include "subscribers/open_mode.h"
#include "values/result.h"

namespace dialtone {

// A session that waits for nobody once it is open. `path` may be a URI such as `file:x.db?vfs=name`. The failure is one
// line: the file, what is wrong with it, what to do.
Result<Poco::Data::Session> open_database(const std::string& path, OpenMode mode, Patience patience);

// Makes the file with mode 0600, or gives it that; SQLite would go by the umask.
Result<void> make_private(const std::string& file);

// The same line for what a statement on an open session said: a result code of SQLite.
Failure database_failure(const std::string& path, int code);

}  // namespace dialtone

// What a SqliteSubscriberStore has open: the session, and the statements on its connection.
#pragma once

#include <Poco/Data/Session.h>

#include <optional>
#include <string>
#include <string_view>

#include "subscribers/sqlite/database_file.h"
#include "subscribers/sqlite/sqlite_statement.h"
#include "subscribers/sqlite/sqlite_store.h"

namespace dialtone {

// The statements end before the session.
struct SqliteSubscriberStore::Database {
  Database(std::string file, Poco::Data::Session opened);

  bool ok() const;
  // Whether the file that was opened no longer is what the path names.
  bool is_moved() const;
  // Whether it was opened as a file that nobody changes, and somebody has.
  bool is_outdated() const;
  // Runs one statement that gives nothing back.
  Step run(std::string_view sql);
  // Why the last statement failed.
  Failure failure() const;

  std::string path;
  Poco::Data::Session session;
  sqlite3* connection;
  // Where it was opened as a file that nobody changes: what it was like.
  std::optional<FileVersion> version;
  SqliteStatement by_identity;
  SqliteStatement by_name;
  SqliteStatement by_username;
  SqliteStatement by_device_name;
  SqliteStatement all_by_username;
  SqliteStatement schemes;
  SqliteStatement passwords;
  SqliteStatement write;
};

}  // namespace dialtone

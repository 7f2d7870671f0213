// What a SqliteSubscriberStore has open: the session, and the statements on its connection.
#pragma once

#include <Poco/Data/Session.h>

#include <optional>
#include <string>
#include <string_view>

#include "subscribers/sqlite/database_file.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "subscribers/sqlite_statement.h"

namespace dialtone {

// The statements are declared after the session, because they must be destroyed first.
struct SqliteSubscriberStore::Database {
  Database(std::string file, Poco::Data::Session opened);

  bool ok() const;
  // Returns true if the path no longer names the file that was opened.
  bool is_moved() const;
  // Returns true if the file was opened as immutable and has been changed since.
  bool is_outdated() const;
  // Runs one statement that returns no rows.
  Step run(std::string_view sql);
  // Returns the reason why the last statement failed.
  Failure failure() const;

  std::string path;
  Poco::Data::Session session;
  sqlite3* connection;
  // Set if the file was opened as immutable: its version at that time.
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

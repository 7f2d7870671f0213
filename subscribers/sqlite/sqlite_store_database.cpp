#include "subscribers/sqlite/sqlite_store_database.h"

#include <Poco/Data/SQLite/Utility.h>
#include <sqlite3.h>

#include <utility>

#include "subscribers/sqlite/lookup_statements.h"
#include "subscribers/sqlite/sqlite_database.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

std::string insert_row() {
  std::string parameters = "?";
  for (int i = 1; i < kRowColumns; ++i) parameters += ",?";
  return "INSERT OR REPLACE INTO subscribers (" + std::string(row_columns()) + ") VALUES (" + parameters + ")";
}

// The condition has both terms of the partial index of authenticating subscribers, so that SQLite uses the index, and
// the scheme.
std::string exists_with(std::string_view scheme) {
  return "EXISTS (SELECT 1 FROM subscribers WHERE provision_authentication = '" + std::string(scheme) +
         "' AND provision_authentication <> 'none' AND enabled)";
}

}  // namespace

SqliteSubscriberStore::Database::Database(std::string file, Poco::Data::Session opened)
    : path(std::move(file)),
      session(std::move(opened)),
      connection(Poco::Data::SQLite::Utility::dbHandle(session)),
      by_identity(connection, identity_lookup()),
      by_name(connection, account_lookup()),
      by_username(connection, username_lookup()),
      by_device_name(connection, device_name_lookup()),
      all_by_username(connection, all_of_username_lookup()),
      schemes(connection, "SELECT " + exists_with("basic") + ", " + exists_with("digest")),
      passwords(connection, passwords_lookup()),
      write(connection, insert_row()) {}

bool SqliteSubscriberStore::Database::ok() const {
  return by_identity.ok() && by_name.ok() && by_username.ok() && by_device_name.ok() && all_by_username.ok() &&
         schemes.ok() && passwords.ok() && write.ok();
}

bool SqliteSubscriberStore::Database::is_moved() const {
  int moved = 0;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

bool SqliteSubscriberStore::Database::is_outdated() const { return version && version_of(file_of(path)) != *version; }

Step SqliteSubscriberStore::Database::run(std::string_view sql) {
  SqliteStatement statement(connection, sql);
  return statement.ok() ? statement.step() : Step::kFailed;
}

Failure SqliteSubscriberStore::Database::failure() const { return database_failure(path, sqlite3_errcode(connection)); }

}  // namespace dialtone

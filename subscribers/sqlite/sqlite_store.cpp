#include "subscribers/sqlite/sqlite_store.h"

#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include <utility>

#include "subscribers/sqlite/database_file.h"
#include "subscribers/sqlite/sqlite_database.h"
#include "subscribers/sqlite/sqlite_store_database.h"

namespace dialtone {

Result<std::unique_ptr<SqliteSubscriberStore::Database>> SqliteSubscriberStore::open_at(const std::string& path,
                                                                                        Mode mode, Patience patience) {
  // Read before the file is opened, so that a change in between is noticed later.
  const FileVersion version = version_of(file_of(path));
  Result<Poco::Data::Session> session = open_database(path, mode, patience);
  if (!session) return session.error();
  auto database = std::make_unique<Database>(path, *std::move(session));
  const char* opened = sqlite3_db_filename(database->connection, "main");
  if (sqlite3_uri_boolean(opened, "immutable", 0) != 0) database->version = version;
  if (!database->ok()) return Failure{path + ": its table of subscribers lacks columns; import into a new database"};
  return database;
}

Result<std::unique_ptr<SqliteSubscriberStore>> SqliteSubscriberStore::open(const std::string& path, Mode mode) {
  Result<std::unique_ptr<Database>> database = open_at(path, mode, Patience::kMoment);
  if (!database) return database.error();
  return std::unique_ptr<SqliteSubscriberStore>(new SqliteSubscriberStore(path, *std::move(database)));
}

SqliteSubscriberStore::SqliteSubscriberStore(std::string path, std::unique_ptr<Database> database)
    : path_(std::move(path)), database_(std::move(database)) {}

SqliteSubscriberStore::~SqliteSubscriberStore() = default;

void SqliteSubscriberStore::refresh() {
  if (database_ != nullptr && !broken_ && !database_->is_moved() && !database_->is_outdated()) return;
  database_.reset();
  Result<std::unique_ptr<Database>> database = open_at(path_, Mode::kExisting, Patience::kNone);
  if (database) database_ = *std::move(database);
  broken_ = false;
}

StoreFault SqliteSubscriberStore::fault_of(Step step) {
  if (step == Step::kLocked) return StoreFault::kLocked;
  broken_ = true;
  return StoreFault::kGone;
}

}  // namespace dialtone

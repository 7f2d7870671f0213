#include "subscribers/sqlite/sqlite_connection.h"

#include <sqlite3.h>

#include "subscribers/sqlite/database_file.h"
#include "subscribers/sqlite/sqlite_database.h"

namespace dialtone {

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& file) {
  if (const Result<void> made = make_private(file); !made) return made.error();
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(file, handle));
  if (opened != SQLITE_OK) return database_failure(file, opened);
  // With synchronous = NORMAL a commit does not wait for the disk; a checkpoint does. A checkpoint runs when
  // checkpoint() is called, or when the log reaches 64 MB.
  for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
                             "PRAGMA wal_autocheckpoint = 16384", "PRAGMA journal_size_limit = 4194304"}) {
    const Step step = connection->run(pragma);
    if (step != Step::kRow && step != Step::kDone) return connection->failure();
  }
  return connection;
}

SqliteConnection::~SqliteConnection() { sqlite3_close_v2(connection_); }

std::unique_ptr<SqliteStatement> SqliteConnection::prepare(std::string_view sql) const {
  return std::make_unique<SqliteStatement>(connection_, sql);
}

Step SqliteConnection::run(std::string_view sql) const {
  SqliteStatement statement(connection_, sql);
  return statement.ok() ? statement.step() : Step::kFailed;
}

Failure SqliteConnection::failure() const { return database_failure(file_, sqlite3_errcode(connection_)); }

std::int64_t SqliteConnection::changes() const { return sqlite3_changes(connection_); }

bool SqliteConnection::is_moved() const {
  int moved = 0;
  sqlite3_file_control(connection_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

void SqliteConnection::checkpoint() const {
  sqlite3_wal_checkpoint_v2(connection_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace dialtone

// A connection to a SQLite file other than the user database: mode 0600, write-ahead log, no waiting for locks.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "subscribers/sqlite_statement.h"
#include "values/result.h"

namespace dialtone {

class SqliteConnection {
 public:
  // Creates a missing file. The error is one line: the file, the problem, the remedy.
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& file);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // The statement must not be used after the connection is destroyed.
  std::unique_ptr<SqliteStatement> prepare(std::string_view sql) const;
  // Runs one statement that returns no rows.
  Step run(std::string_view sql) const;
  // Returns the reason why the last statement failed.
  Failure failure() const;
  // Returns the number of rows that the last statement changed.
  std::int64_t changes() const;
  // Returns true if the path no longer names the file that was opened.
  bool is_moved() const;
  // Copies the write-ahead log back into the database file if the log has grown, as far as no other connection reads
  // it.
  void checkpoint() const;

 private:
  SqliteConnection(std::string file, sqlite3* connection) : file_(std::move(file)), connection_(connection) {}

  std::string file_;
  sqlite3* connection_;
};

}  // namespace dialtone

// A connection to a SQLite file that is not the user database: opened with mode 0600, in write-ahead mode, waiting for
// nobody.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "subscribers/sqlite/sqlite_statement.h"
#include "values/result.h"

namespace dialtone {

class SqliteConnection {
 public:
  // Makes the file where it is missing. The failure is one line: the file, what is wrong with it, what to do.
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& file);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Valid while the connection is.
  std::unique_ptr<SqliteStatement> prepare(std::string_view sql) const;
  // Runs one statement that gives nothing back.
  Step run(std::string_view sql) const;
  // Why the last statement failed.
  Failure failure() const;
  // How many rows the last statement changed.
  std::int64_t changes() const;
  // Whether the file that was opened no longer is what its path names.
  bool is_moved() const;
  // Copies the write-ahead log back into the file once it has grown, as far as no other reads it.
  void checkpoint() const;

 private:
  SqliteConnection(std::string file, sqlite3* connection) : file_(std::move(file)), connection_(connection) {}

  std::string file_;
  sqlite3* connection_;
};

}  // namespace dialtone

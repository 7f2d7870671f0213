// A prepared statement of SQLite on the connection that a Poco session holds. Poco's own statements build their binders
// and extractors anew at every execution: a look-up of an account costs 22 us so, a prepared and reused statement
// included, and 6 us here. What runs for each device or row runs here; Poco opens the database and gives it its schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace dialtone {

enum class Step { kRow, kDone, kLocked, kFailed };

class SqliteStatement {
 public:
  // The connection must outlive it. Empty where the text is none that the database understands: see ok().
  SqliteStatement(sqlite3* connection, std::string_view sql);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  bool ok() const { return statement_ != nullptr; }
  // Parameters count from 1. The text must stay until reset().
  void bind(int parameter, std::string_view text);
  void bind(int parameter, std::int64_t number);
  void bind_null(int parameter);
  Step step();
  // Ends the statement's transaction; to be called after each use.
  void reset();

  // Columns count from 0; of the row that step() found. A view is valid until the next step.
  std::string_view text(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace dialtone

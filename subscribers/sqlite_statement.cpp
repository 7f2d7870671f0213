#include "subscribers/sqlite_statement.h"

#include <sqlite3.h>

namespace dialtone {

SqliteStatement::SqliteStatement(sqlite3* connection, std::string_view sql) {
  sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement_,
                     nullptr);
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void SqliteStatement::bind(int parameter, std::int64_t number) { sqlite3_bind_int64(statement_, parameter, number); }

void SqliteStatement::bind_null(int parameter) { sqlite3_bind_null(statement_, parameter); }

Step SqliteStatement::step() {
  switch (sqlite3_step(statement_) & 0xFF) {
    case SQLITE_ROW: return Step::kRow;
    case SQLITE_DONE: return Step::kDone;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Step::kLocked;
    default: return Step::kFailed;
  }
}

void SqliteStatement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::string_view SqliteStatement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

std::int64_t SqliteStatement::number(int column) const { return sqlite3_column_int64(statement_, column); }

bool SqliteStatement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

}  // namespace dialtone

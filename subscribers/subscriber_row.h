// A subscriber as a row of the table: its columns, bound and read in one order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber.h"
#include "subscribers/subscriber_fields.h"
#include "values/result.h"

namespace dialtone {

// Returns "serial_number,mac_address,...": the columns in the order in which bind_row and read_row take them.
std::string row_columns();
inline constexpr int kRowColumns = static_cast<int>(kColumnCount);

// Returns "CREATE TABLE subscribers (...)".
std::string table_definition();

// Holds texts of a bound row until the statement is reset.
struct RowTexts {
  std::string mac_address;
  std::string call_agent_backup;
};
void bind_row(SqliteStatement& statement, const Subscriber& subscriber, RowTexts& texts);

// Puts the row that a statement found into `subscriber`, which must be new. Fails on a value that the column does not
// permit, which another program must have written; the error names the column.
Result<void> read_row(const SqliteStatement& statement, Subscriber& subscriber);

// Returns a list of `HOST:PORT`, separated by `;`; an IPv6 address stands in brackets.
std::string backup_text(const std::vector<BackupCallAgent>& backup);
Result<std::vector<BackupCallAgent>> parse_backup(std::string_view text);

}  // namespace dialtone

// A subscriber as a row of the table: its columns, bound and read in one order.
#pragma once

#include <string>
#include <string_view>

#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

// "serial_number, mac_address, ...": the columns in the order in which bind_row and read_row take them.
std::string_view row_columns();
inline constexpr int kRowColumns = 29;

// Texts that a bound row needs until the statement is reset.
struct RowTexts {
  std::string mac_address;
  std::string call_agent_backup;
};
void bind_row(SqliteStatement& statement, const Subscriber& subscriber, RowTexts& texts);

// Puts the row that a statement found into `subscriber`, a new one. The failure names the column that holds what it
// must not: somebody else wrote it.
Result<void> read_row(const SqliteStatement& statement, Subscriber& subscriber);

// `HOST:PORT` with `;` between, an IPv6 address in brackets.
std::string backup_text(const std::vector<BackupCallAgent>& backup);
Result<std::vector<BackupCallAgent>> parse_backup(std::string_view text);

}  // namespace dialtone

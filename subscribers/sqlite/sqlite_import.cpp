// The part of SqliteSubscriberStore that the operator's commands use.
#include <sqlite3.h>

#include "subscribers/sqlite/sqlite_store.h"
#include "subscribers/sqlite/sqlite_store_database.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

std::string select_rows(std::string_view condition) {
  return "SELECT " + std::string(row_columns()) + " FROM subscribers " + std::string(condition);
}

// Returns SQL for the serial numbers of the rows whose text in `column` xs:token, the documents' type, would change.
std::string select_changed(std::string_view column) {
  const std::string text(column);
  return "SELECT serial_number, '" + text + "' FROM subscribers WHERE enabled AND (" + text + " GLOB ' *' OR " + text +
         " GLOB '* ' OR instr(" + text + ", '  ') > 0 OR " + text + " GLOB '*[\t\n\r]*')";
}

}  // namespace

Failure SqliteSubscriberStore::gone() const { return Failure{path_ + ": the database is gone; put it back"}; }

// Fails if two enabled subscribers share a value that must be unique; the error names both.
Result<void> SqliteSubscriberStore::check_unique() {
  struct Check {
    std::string_view what;
    std::string_view columns;
  };
  for (const Check& check : {Check{"MAC address", "mac_address"}, Check{"device name", "device_name, domain"}}) {
    const std::string repeated =
        " FROM subscribers WHERE enabled GROUP BY " + std::string(check.columns) + " HAVING count(*) > 1 LIMIT 1";
    // Asks first whether there are any repeated values, since usually there are none and finding the rows costs more.
    if (SqliteStatement any(database_->connection, "SELECT 1" + repeated); any.step() == Step::kDone) continue;
    SqliteStatement statement(database_->connection, "SELECT min(serial_number), max(serial_number)" + repeated);
    const Step step = statement.step();
    if (step != Step::kRow) return database_->failure();
    return Failure{database_->path + ": the enabled subscribers " + std::string(statement.text(0)) + " and " +
                   std::string(statement.text(1)) + " would have the same " + std::string(check.what) +
                   "; disable one of them"};
  }
  return {};
}

Result<std::uint64_t> SqliteSubscriberStore::write_all(std::span<const Subscriber> subscribers,
                                                       const Progress& progress) {
  constexpr std::uint64_t kProgressRows = 1000;
  std::uint64_t written = 0;
  RowTexts texts;
  for (const Subscriber& subscriber : subscribers) {
    bind_row(database_->write, subscriber, texts);
    const Step step = database_->write.step();
    const Failure failure = step == Step::kDone ? Failure{} : database_->failure();
    database_->write.reset();
    if (step != Step::kDone) return failure;
    const bool tells = ++written % kProgressRows == 0 && progress;
    if (tells && !progress(written)) return Failure{"interrupted"};
  }
  if (const Result<void> unique = check_unique(); !unique) return unique.error();
  if (progress && !progress(written)) return Failure{"interrupted"};
  if (database_->run("COMMIT") != Step::kDone) return database_->failure();
  return written;
}

Result<std::uint64_t> SqliteSubscriberStore::import(std::span<const Subscriber> subscribers, const Progress& progress) {
  if (database_ == nullptr) return gone();
  if (database_->run("BEGIN IMMEDIATE") != Step::kDone) return database_->failure();
  Result<std::uint64_t> written = write_all(subscribers, progress);
  if (!written) database_->run("ROLLBACK");
  return written;
}

Result<std::vector<Subscriber>> SqliteSubscriberStore::all() {
  if (database_ == nullptr) return gone();
  SqliteStatement statement(database_->connection, select_rows("ORDER BY serial_number"));
  if (!statement.ok()) return database_->failure();
  std::vector<Subscriber> subscribers;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    const Result<void> row = read_row(statement, subscribers.emplace_back());
    if (!row) {
      return Failure{database_->path + ": the row of " + std::string(statement.text(0)) + " holds no valid " +
                     row.error().reason + "; import it again"};
    }
  }
  if (step != Step::kDone) return database_->failure();
  return subscribers;
}

Result<std::uint64_t> SqliteSubscriberStore::count() {
  if (database_ == nullptr) return gone();
  SqliteStatement statement(database_->connection, "SELECT count(*) FROM subscribers");
  if (!statement.ok() || statement.step() != Step::kRow) return database_->failure();
  return static_cast<std::uint64_t>(statement.number(0));
}

Result<std::vector<std::string>> SqliteSubscriberStore::credentials_that_devices_change() {
  if (database_ == nullptr) return gone();
  SqliteStatement statement(database_->connection, select_changed("auth_username") + " UNION ALL " +
                                                       select_changed("auth_password") + " UNION ALL " +
                                                       select_changed("firmware_username") + " UNION ALL " +
                                                       select_changed("firmware_password") + " ORDER BY 1, 2");
  if (!statement.ok()) return database_->failure();
  std::vector<std::string> changed;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    changed.push_back(std::string(statement.text(1)) + " of " + std::string(statement.text(0)));
  }
  if (step != Step::kDone) return database_->failure();
  return changed;
}

bool SqliteSubscriberStore::is_read_only() const {
  return database_ != nullptr && sqlite3_db_readonly(database_->connection, "main") == 1;
}

bool SqliteSubscriberStore::any_without_authentication() {
  if (database_ == nullptr) return false;
  SqliteStatement statement(database_->connection,
                            "SELECT 1 FROM subscribers WHERE provision_authentication = 'none' AND enabled LIMIT 1");
  return statement.ok() && statement.step() == Step::kRow;
}

}  // namespace dialtone

#include "prov_server/audit/sqlite_audit.h"

#include <string_view>

namespace dialtone {
namespace {

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, client TEXT NOT NULL,"
    " serial_number TEXT, mac_address TEXT, customer_number TEXT, outcome TEXT NOT NULL, status INTEGER NOT NULL,"
    " reason TEXT, scheme TEXT NOT NULL)";
constexpr std::string_view kView =
    "CREATE VIEW IF NOT EXISTS audit_text AS SELECT strftime('%Y-%m-%dT%H:%M:%fZ', time / 1000.0, 'unixepoch') AS time,"
    " client, serial_number, mac_address, customer_number, outcome, status, reason, scheme FROM audit";
constexpr std::string_view kInsert =
    "INSERT INTO audit (time, client, serial_number, mac_address, customer_number, outcome, status, reason, scheme)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
// Entries are ordered by time, so only the oldest need to be read, and no index is needed.
constexpr std::string_view kPrune = "DELETE FROM audit WHERE id < (SELECT min(id) FROM audit) + 5000 AND time < ?";
constexpr std::string_view kMakeRoom =
    "DELETE FROM audit WHERE id < (SELECT min(id) FROM audit) + 5000 AND id <= (SELECT max(id) FROM audit) - ?";
constexpr std::int64_t kPruned = 5'000;
constexpr std::uint64_t kCheckpointEntries = 2'000;

std::int64_t milliseconds(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

void bind_unless_empty(SqliteStatement& statement, int parameter, std::string_view text) {
  if (text.empty()) {
    statement.bind_null(parameter);
  } else {
    statement.bind(parameter, text);
  }
}

}  // namespace

Result<void> SqliteAudit::open() {
  if (connection_ != nullptr && connection_->is_moved()) static_cast<void>(give_up());
  if (connection_ != nullptr) return {};
  Result<std::unique_ptr<SqliteConnection>> connection = SqliteConnection::open(file_);
  if (!connection) return connection.error();
  connection_ = *std::move(connection);
  if (connection_->run(kTable) != Step::kDone || connection_->run(kView) != Step::kDone) return give_up();
  insert_ = connection_->prepare(kInsert);
  if (!insert_->ok()) return give_up();
  return {};
}

Failure SqliteAudit::give_up() {
  Failure failure = connection_->failure();
  insert_.reset();
  connection_.reset();
  return failure;
}

Result<void> SqliteAudit::append(std::span<const AuditEntry> entries) {
  if (const Result<void> opened = open(); !opened) return opened.error();
  if (connection_->run("BEGIN IMMEDIATE") == Step::kDone && insert(entries) && make_room() &&
      connection_->run("COMMIT") == Step::kDone) {
    since_checkpoint_ += entries.size();
    return {};
  }
  return give_up();
}

bool SqliteAudit::insert(std::span<const AuditEntry> entries) {
  for (const AuditEntry& entry : entries) {
    const std::string client = to_text(entry.client);
    const std::string mac_address = entry.mac_address ? to_text(*entry.mac_address) : std::string();
    insert_->bind(1, milliseconds(entry.time));
    insert_->bind(2, client);
    bind_unless_empty(*insert_, 3, entry.serial_number);
    bind_unless_empty(*insert_, 4, mac_address);
    bind_unless_empty(*insert_, 5, entry.customer_number);
    insert_->bind(6, entry.outcome);
    insert_->bind(7, std::int64_t{entry.status});
    bind_unless_empty(*insert_, 8, entry.reason);
    insert_->bind(9, entry.scheme);
    const Step step = insert_->step();
    insert_->reset();
    if (step != Step::kDone) return false;
  }
  return true;
}

bool SqliteAudit::make_room() {
  const std::unique_ptr<SqliteStatement> statement = connection_->prepare(kMakeRoom);
  if (!statement->ok()) return false;
  statement->bind(1, most_entries_);
  return statement->step() == Step::kDone;
}

Result<bool> SqliteAudit::prune(WallTime keep_from) {
  if (const Result<void> opened = open(); !opened) return opened.error();
  const std::unique_ptr<SqliteStatement> statement = connection_->prepare(kPrune);
  if (!statement->ok()) return give_up();
  statement->bind(1, milliseconds(keep_from));
  const Step step = statement->step();
  statement->reset();
  if (step == Step::kDone) return connection_->changes() == kPruned;
  return give_up();
}

void SqliteAudit::rest() {
  if (connection_ == nullptr || since_checkpoint_ < kCheckpointEntries) return;
  connection_->checkpoint();
  since_checkpoint_ = 0;
}

}  // namespace dialtone

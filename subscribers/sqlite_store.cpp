#include "subscribers/sqlite_store.h"

#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include "subscribers/sqlite_database.h"
#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

std::string select_rows(std::string_view condition) {
  return "SELECT " + std::string(row_columns()) + " FROM subscribers " + std::string(condition);
}

std::string insert_row() {
  std::string parameters = "?";
  for (int i = 1; i < kRowColumns; ++i) parameters += ",?";
  return "INSERT OR REPLACE INTO subscribers (" + std::string(row_columns()) + ") VALUES (" + parameters + ")";
}

StoreFault fault_of(Step step) { return step == Step::kLocked ? StoreFault::kLocked : StoreFault::kGone; }

}  // namespace

// The session and the statements on its connection, which end before it.
struct SqliteSubscriberStore::Database {
  Database(std::string file, Poco::Data::Session opened)
      : path(std::move(file)),
        session(std::move(opened)),
        connection(Poco::Data::SQLite::Utility::dbHandle(session)),
        by_identity(connection, select_rows("WHERE serial_number = ?1 AND enabled UNION ALL ") +
                                    select_rows("WHERE mac_address = ?2 AND enabled AND serial_number <> ?1")),
        by_name(connection,
                "SELECT domain, auth_username, auth_password, expires FROM subscribers"
                " WHERE device_name = ?1 AND domain = ?2 AND enabled"),
        authenticating(
            connection,
            "SELECT EXISTS (SELECT 1 FROM subscribers WHERE provision_authentication <> 'none' AND enabled)"),
        write(connection, insert_row()) {}

  bool ok() const { return by_identity.ok() && by_name.ok() && authenticating.ok() && write.ok(); }
  // Runs one statement that gives nothing back.
  Step run(std::string_view sql) {
    SqliteStatement statement(connection, sql);
    return statement.ok() ? statement.step() : Step::kFailed;
  }
  // Why the last statement failed.
  Failure failure() const { return database_failure(path, sqlite3_errcode(connection)); }

  std::string path;
  Poco::Data::Session session;
  sqlite3* connection;
  SqliteStatement by_identity;
  SqliteStatement by_name;
  SqliteStatement authenticating;
  SqliteStatement write;
};

Result<std::unique_ptr<SqliteSubscriberStore>> SqliteSubscriberStore::open(const std::string& path, Mode mode) {
  Result<Poco::Data::Session> session = open_database(path, mode);
  if (!session) return session.error();
  auto database = std::make_unique<Database>(path, *std::move(session));
  if (!database->ok()) return Failure{path + ": its table of subscribers lacks columns; import into a new database"};
  return std::unique_ptr<SqliteSubscriberStore>(new SqliteSubscriberStore(std::move(database)));
}

SqliteSubscriberStore::SqliteSubscriberStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

SqliteSubscriberStore::~SqliteSubscriberStore() = default;

// --- look-ups ---

// Where one of the three parts is wrong, one row is looked at, whichever part it is; a row is taken over only for who
// is served.
Result<IdentityMatch, StoreFault> SqliteSubscriberStore::find_by_identity(const Identity& identity) {
  SqliteStatement& statement = database_->by_identity;
  const std::string mac_address = to_text(identity.mac_address);
  statement.bind(1, identity.serial_number);
  statement.bind(2, mac_address);
  int serials = 0;
  int mac_addresses = 0;
  int both = 0;
  std::optional<Result<Subscriber>> match;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    const bool same_serial = statement.text(0) == identity.serial_number;
    const bool same_mac_address = statement.text(1) == mac_address;
    serials += same_serial ? 1 : 0;
    mac_addresses += same_mac_address ? 1 : 0;
    if (!same_serial || !same_mac_address) continue;
    ++both;
    if (statement.text(2) == identity.customer_number) match = read_row(statement);
  }
  statement.reset();
  if (step != Step::kDone) return fault_of(step);
  if (serials > 1 || mac_addresses > 1) return IdentityMatch(IdentityMismatch::kConflict);
  if (serials + mac_addresses == 0) return IdentityMatch(IdentityMismatch::kUnknown);
  if (serials == 0) return IdentityMatch(IdentityMismatch::kSerialNumber);
  if (both == 0) return IdentityMatch(IdentityMismatch::kMacAddress);
  if (!match) return IdentityMatch(IdentityMismatch::kCustomer);
  if (!match->ok()) return StoreFault::kGone;
  return IdentityMatch(**std::move(match));
}

Result<std::optional<Account>, StoreFault> SqliteSubscriberStore::find_account(std::string_view domain,
                                                                               std::string_view device_name) {
  SqliteStatement& statement = database_->by_name;
  statement.bind(1, device_name);
  statement.bind(2, domain);
  std::optional<Account> account;
  std::int64_t expires = 1;
  const Step step = statement.step();
  if (step == Step::kRow) {
    account.emplace();
    account->domain = statement.text(0);
    account->device_name = device_name;
    account->auth_username = statement.text(1);
    account->auth_password = statement.text(2);
    expires = statement.number(3);
    account->expires = static_cast<std::uint32_t>(expires);
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  if (expires < 1 || expires > UINT32_MAX) return StoreFault::kGone;
  return account;
}

Result<bool, StoreFault> SqliteSubscriberStore::any_authenticates() {
  SqliteStatement& statement = database_->authenticating;
  const Step step = statement.step();
  const bool any = step == Step::kRow && statement.number(0) != 0;
  statement.reset();
  if (step != Step::kRow) return fault_of(step);
  return any;
}

// --- the operator's side ---

// Two enabled subscribers who share what only one may have; nothing where there are none.
Result<void> SqliteSubscriberStore::check_unique() {
  struct Check {
    std::string_view what;
    std::string_view columns;
  };
  for (const Check& check : {Check{"MAC address", "mac_address"}, Check{"device name", "device_name, domain"}}) {
    SqliteStatement statement(database_->connection,
                              "SELECT min(serial_number), max(serial_number) FROM subscribers WHERE enabled GROUP BY " +
                                  std::string(check.columns) + " HAVING count(*) > 1 LIMIT 1");
    const Step step = statement.step();
    if (step == Step::kDone) continue;
    if (step != Step::kRow) return database_->failure();
    return Failure{database_->path + ": the enabled subscribers " + std::string(statement.text(0)) + " and " +
                   std::string(statement.text(1)) + " would have the same " + std::string(check.what) +
                   "; disable one of them"};
  }
  return {};
}

Result<std::uint64_t> SqliteSubscriberStore::write_all(std::span<const Subscriber> subscribers,
                                                       const std::function<void(std::uint64_t)>& progress) {
  constexpr std::uint64_t kProgressRows = 1000;
  std::uint64_t written = 0;
  RowTexts texts;
  for (const Subscriber& subscriber : subscribers) {
    bind_row(database_->write, subscriber, texts);
    const Step step = database_->write.step();
    const Failure failure = step == Step::kDone ? Failure{} : database_->failure();
    database_->write.reset();
    if (step != Step::kDone) return failure;
    if (++written % kProgressRows == 0 && progress) progress(written);
  }
  if (const Result<void> unique = check_unique(); !unique) return unique.error();
  if (database_->run("COMMIT") != Step::kDone) return database_->failure();
  if (progress) progress(written);
  return written;
}

Result<std::uint64_t> SqliteSubscriberStore::import(std::span<const Subscriber> subscribers,
                                                    const std::function<void(std::uint64_t)>& progress) {
  if (database_->run("BEGIN IMMEDIATE") != Step::kDone) return database_->failure();
  Result<std::uint64_t> written = write_all(subscribers, progress);
  if (!written) database_->run("ROLLBACK");
  return written;
}

Result<std::vector<Subscriber>> SqliteSubscriberStore::all() {
  SqliteStatement statement(database_->connection, select_rows("ORDER BY serial_number"));
  if (!statement.ok()) return database_->failure();
  std::vector<Subscriber> subscribers;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    Result<Subscriber> row = read_row(statement);
    if (!row) {
      return Failure{database_->path + ": the row of " + std::string(statement.text(0)) + " holds no valid " +
                     row.error().reason + "; import it again"};
    }
    subscribers.push_back(*std::move(row));
  }
  if (step != Step::kDone) return database_->failure();
  return subscribers;
}

Result<std::uint64_t> SqliteSubscriberStore::count() {
  SqliteStatement statement(database_->connection, "SELECT count(*) FROM subscribers");
  if (!statement.ok() || statement.step() != Step::kRow) return database_->failure();
  return static_cast<std::uint64_t>(statement.number(0));
}

}  // namespace dialtone

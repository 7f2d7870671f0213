#include "subscribers/sqlite_store.h"

#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include "subscribers/database_file.h"
#include "subscribers/sqlite_database.h"
#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber_row.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

std::string select_rows(std::string_view condition) {
  return "SELECT " + std::string(row_columns()) + " FROM subscribers " + std::string(condition);
}

std::string select_account(std::string_view condition) {
  return "SELECT domain, device_name, auth_username, auth_password, expires FROM subscribers " + std::string(condition);
}

// Of the row that the statement found; none where it holds no account's values.
std::optional<Account> account_in(const SqliteStatement& statement) {
  const std::int64_t expires = statement.number(4);
  if (expires < 1 || expires > UINT32_MAX) return std::nullopt;
  Account account;
  account.domain = statement.text(0);
  account.device_name = statement.text(1);
  account.auth_username = statement.text(2);
  account.auth_password = statement.text(3);
  account.expires = static_cast<std::uint32_t>(expires);
  return account;
}

// No name of a domain has a colon.
bool is_ipv6(std::string_view domain) { return domain.find(':') != std::string_view::npos; }

std::string insert_row() {
  std::string parameters = "?";
  for (int i = 1; i < kRowColumns; ++i) parameters += ",?";
  return "INSERT OR REPLACE INTO subscribers (" + std::string(row_columns()) + ") VALUES (" + parameters + ")";
}

// Both conditions of the index of those who authenticate, and the scheme.
std::string exists_with(std::string_view scheme) {
  return "EXISTS (SELECT 1 FROM subscribers WHERE provision_authentication = '" + std::string(scheme) +
         "' AND provision_authentication <> 'none' AND enabled)";
}

}  // namespace

// The session and the statements on its connection, which end before it.
struct SqliteSubscriberStore::Database {
  Database(std::string file, Poco::Data::Session opened)
      : path(std::move(file)),
        session(std::move(opened)),
        connection(Poco::Data::SQLite::Utility::dbHandle(session)),
        by_identity(connection, select_rows("WHERE serial_number = ?1 AND enabled UNION ALL ") +
                                    select_rows("WHERE mac_address = ?2 AND enabled AND serial_number <> ?1")),
        by_name(connection, select_account("WHERE device_name = ?1 AND domain = ?2 AND enabled")),
        by_username(
            connection,
            select_account("WHERE auth_username = ?1 AND domain = ?2 AND enabled ORDER BY device_name LIMIT 1")),
        at_address_by_name(connection, select_account("WHERE device_name = ?1 AND domain LIKE '%:%' AND enabled")),
        at_address_by_username(
            connection,
            select_account("WHERE auth_username = ?1 AND domain LIKE '%:%' AND enabled ORDER BY device_name")),
        by_device_name(connection, select_account("WHERE device_name = ?1 AND enabled"
                                                  " ORDER BY domain = ?2 DESC, domain = ?3 DESC LIMIT 2")),
        all_by_username(connection,
                        select_account("WHERE auth_username = ?1 AND enabled ORDER BY domain, device_name LIMIT ") +
                            std::to_string(kMostSharingAUsername)),
        schemes(connection, "SELECT " + exists_with("basic") + ", " + exists_with("digest")),
        passwords(connection,
                  "SELECT provision_password FROM subscribers WHERE provision_username = ?1"
                  " AND provision_authentication = ?2 AND provision_authentication <> 'none' AND enabled LIMIT " +
                      std::to_string(kMostSharingAUsername)),
        write(connection, insert_row()) {}

  bool ok() const {
    return by_identity.ok() && by_name.ok() && by_username.ok() && at_address_by_name.ok() &&
           at_address_by_username.ok() && by_device_name.ok() && all_by_username.ok() && schemes.ok() &&
           passwords.ok() && write.ok();
  }
  // Whether the file that was opened no longer is what the path names.
  bool is_moved() const {
    int moved = 0;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
  }
  // Whether it was opened as a file that nobody changes, and somebody has.
  bool is_outdated() const { return version && version_of(file_of(path)) != *version; }
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
  // Where it was opened as a file that nobody changes: what it was like.
  std::optional<FileVersion> version;
  SqliteStatement by_identity;
  SqliteStatement by_name;
  SqliteStatement by_username;
  SqliteStatement at_address_by_name;
  SqliteStatement at_address_by_username;
  SqliteStatement by_device_name;
  SqliteStatement all_by_username;
  SqliteStatement schemes;
  SqliteStatement passwords;
  SqliteStatement write;
};

Result<std::unique_ptr<SqliteSubscriberStore::Database>> SqliteSubscriberStore::open_at(const std::string& path,
                                                                                        Mode mode, Patience patience) {
  // From before it is opened: a change in between is seen afterwards.
  const FileVersion version = version_of(file_of(path));
  Result<Poco::Data::Session> session = open_database(path, mode, patience);
  if (!session) return session.error();
  auto database = std::make_unique<Database>(path, *std::move(session));
  const char* opened = sqlite3_db_filename(database->connection, "main");
  if (sqlite3_uri_boolean(opened, "immutable", 0) != 0) database->version = version;
  if (!database->ok()) return Failure{path + ": its table of subscribers lacks columns; import into a new database"};
  return database;
}

Result<std::unique_ptr<SqliteSubscriberStore>> SqliteSubscriberStore::open(const std::string& path, Mode mode) {
  Result<std::unique_ptr<Database>> database = open_at(path, mode, Patience::kMoment);
  if (!database) return database.error();
  return std::unique_ptr<SqliteSubscriberStore>(new SqliteSubscriberStore(path, *std::move(database)));
}

SqliteSubscriberStore::SqliteSubscriberStore(std::string path, std::unique_ptr<Database> database)
    : path_(std::move(path)), database_(std::move(database)) {}

SqliteSubscriberStore::~SqliteSubscriberStore() = default;

void SqliteSubscriberStore::refresh() {
  if (database_ != nullptr && !broken_ && !database_->is_moved() && !database_->is_outdated()) return;
  database_.reset();
  Result<std::unique_ptr<Database>> database = open_at(path_, Mode::kExisting, Patience::kNone);
  if (database) database_ = *std::move(database);
  broken_ = false;
}

StoreFault SqliteSubscriberStore::fault_of(Step step) {
  if (step == Step::kLocked) return StoreFault::kLocked;
  broken_ = true;
  return StoreFault::kGone;
}

// --- look-ups ---

// Where one of the three parts is wrong, one row is looked at, whichever part it is; a row is taken over only for who
// is served.
Result<IdentityMatch, StoreFault> SqliteSubscriberStore::find_by_identity(const Identity& identity) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->by_identity;
  const std::string mac_address = to_text(identity.mac_address);
  statement.bind(1, identity.serial_number);
  statement.bind(2, mac_address);
  int serials = 0;
  int mac_addresses = 0;
  int both = 0;
  bool readable = true;
  IdentityMatch match(IdentityMismatch::kCustomer);
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    const bool same_serial = statement.text(0) == identity.serial_number;
    const bool same_mac_address = statement.text(1) == mac_address;
    serials += same_serial ? 1 : 0;
    mac_addresses += same_mac_address ? 1 : 0;
    if (!same_serial || !same_mac_address) continue;
    ++both;
    if (statement.text(2) == identity.customer_number) readable = read_row(statement, match.emplace<Subscriber>()).ok();
  }
  statement.reset();
  if (step != Step::kDone) return fault_of(step);
  if (serials > 1 || mac_addresses > 1) return IdentityMatch(IdentityMismatch::kConflict);
  if (serials + mac_addresses == 0) return IdentityMatch(IdentityMismatch::kUnknown);
  if (serials == 0) return IdentityMatch(IdentityMismatch::kSerialNumber);
  if (both == 0) return IdentityMatch(IdentityMismatch::kMacAddress);
  if (!readable) return fault_of(Step::kFailed);
  return match;
}

Result<std::vector<Account>, StoreFault> SqliteSubscriberStore::accounts_of(SqliteStatement& statement) {
  std::vector<Account> accounts;
  bool is_readable = true;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) {
    std::optional<Account> account = account_in(statement);
    is_readable = is_readable && account;
    if (account) accounts.push_back(*std::move(account));
  }
  statement.reset();
  if (step != Step::kDone) return fault_of(step);
  if (!is_readable) return StoreFault::kGone;
  return accounts;
}

Result<std::optional<Account>, StoreFault> SqliteSubscriberStore::account_at_address(SqliteStatement& statement,
                                                                                     std::string_view name,
                                                                                     std::string_view address) {
  statement.bind(1, name);
  Result<std::vector<Account>, StoreFault> accounts = accounts_of(statement);
  if (!accounts) return accounts.error();
  for (Account& account : *accounts) {
    if (is_same_host(account.domain, address)) return std::optional(std::move(account));
  }
  return std::optional<Account>();
}

Result<std::optional<Account>, StoreFault> SqliteSubscriberStore::account_of(SqliteStatement& statement,
                                                                             std::string_view name,
                                                                             std::string_view domain) {
  statement.bind(1, name);
  statement.bind(2, domain);
  std::optional<Account> account;
  const Step step = statement.step();
  if (step == Step::kRow) account = account_in(statement);
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  if (step == Step::kRow && !account) return StoreFault::kGone;
  return account;
}

Result<std::optional<Account>, StoreFault> SqliteSubscriberStore::find_account(std::string_view domain,
                                                                               std::string_view device_name) {
  if (database_ == nullptr) return StoreFault::kGone;
  if (is_ipv6(domain)) return account_at_address(database_->at_address_by_name, device_name, domain);
  return account_of(database_->by_name, device_name, domain);
}

Result<std::optional<Account>, StoreFault> SqliteSubscriberStore::find_account_by_username(
    std::string_view domain, std::string_view auth_username) {
  if (database_ == nullptr) return StoreFault::kGone;
  if (is_ipv6(domain)) return account_at_address(database_->at_address_by_username, auth_username, domain);
  return account_of(database_->by_username, auth_username, domain);
}

Result<NamedAccount, StoreFault> SqliteSubscriberStore::find_account_by_device_name(std::string_view device_name,
                                                                                    std::string_view first_domain,
                                                                                    std::string_view second_domain) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->by_device_name;
  statement.bind(1, device_name);
  statement.bind(2, first_domain);
  statement.bind(3, second_domain);
  Result<std::vector<Account>, StoreFault> accounts = accounts_of(statement);
  if (!accounts) return accounts.error();
  NamedAccount named;
  if (accounts->empty()) return named;
  Account& first = accounts->front();
  named.is_ambiguous =
      accounts->size() > 1 && !is_same_host(first.domain, first_domain) && !is_same_host(first.domain, second_domain);
  if (!named.is_ambiguous) named.account = std::move(first);
  return named;
}

Result<std::vector<Account>, StoreFault> SqliteSubscriberStore::find_accounts_by_username(
    std::string_view auth_username) {
  if (database_ == nullptr) return StoreFault::kGone;
  database_->all_by_username.bind(1, auth_username);
  return accounts_of(database_->all_by_username);
}

Result<SchemesInUse, StoreFault> SqliteSubscriberStore::schemes_in_use() {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->schemes;
  const Step step = statement.step();
  SchemesInUse schemes;
  if (step == Step::kRow) schemes = {statement.number(0) != 0, statement.number(1) != 0};
  statement.reset();
  if (step != Step::kRow) return fault_of(step);
  return schemes;
}

Result<std::vector<std::string>, StoreFault> SqliteSubscriberStore::find_provision_passwords(
    ProvisionAuthentication scheme, std::string_view username) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->passwords;
  statement.bind(1, username);
  statement.bind(2, to_text(scheme));
  std::vector<std::string> passwords;
  Step step = statement.step();
  for (; step == Step::kRow; step = statement.step()) passwords.emplace_back(statement.text(0));
  statement.reset();
  if (step != Step::kDone) return fault_of(step);
  return passwords;
}

// --- the operator's side ---

Failure SqliteSubscriberStore::gone() const { return Failure{path_ + ": the database is gone; put it back"}; }

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

#include "subscribers/sqlite_store.h"

#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include <algorithm>

#include "subscribers/database_file.h"
#include "subscribers/lookup_statements.h"
#include "subscribers/sqlite_database.h"
#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber_row.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

constexpr std::size_t kPasswordRoom = 32;

std::string select_rows(std::string_view condition) {
  return "SELECT " + std::string(row_columns()) + " FROM subscribers " + std::string(condition);
}

// No name of a domain has a colon.
bool is_ipv6(std::string_view domain) { return domain.find(':') != std::string_view::npos; }

std::string insert_row() {
  std::string parameters = "?";
  for (int i = 1; i < kRowColumns; ++i) parameters += ",?";
  return "INSERT OR REPLACE INTO subscribers (" + std::string(row_columns()) + ") VALUES (" + parameters + ")";
}

// As the database compares names of domains.
bool equal_in_any_case(std::string_view left, std::string_view right) {
  if (left == right) return true;
  return left.size() == right.size() && sqlite3_strnicmp(left.data(), right.data(), static_cast<int>(left.size())) == 0;
}

// Of the row that the statement found: a decoy unless it is wanted, and stands in its own place in the index's order.
template <typename IsWanted>
AccountMatch account_in(const SqliteStatement& statement, const IsWanted& is_wanted) {
  Account account;
  account.domain = statement.text(0);
  account.device_name = statement.text(1);
  account.auth_username = statement.text(2);
  account.auth_password = statement.text(3);
  const std::int64_t expires = statement.number(4);
  account.expires = expires < 1 || expires > UINT32_MAX ? 0 : static_cast<std::uint32_t>(expires);
  const bool is_found = is_wanted(account) && statement.number(5) != 0;
  return {std::move(account), is_found};
}

// Whether the row holds an account's values, where it is to be somebody's.
bool is_readable(const AccountMatch& match) { return !match || match->expires > 0; }

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
        by_identity(connection, identity_lookup()),
        by_name(connection, account_lookup()),
        by_username(connection, username_lookup()),
        by_device_name(connection, device_name_lookup()),
        all_by_username(connection, all_of_username_lookup()),
        schemes(connection, "SELECT " + exists_with("basic") + ", " + exists_with("digest")),
        passwords(connection, passwords_lookup()),
        write(connection, insert_row()) {}

  bool ok() const {
    return by_identity.ok() && by_name.ok() && by_username.ok() && by_device_name.ok() && all_by_username.ok() &&
           schemes.ok() && passwords.ok() && write.ok();
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

// One subscriber is made of a row whoever is asked for (lookup_statements.h).
Result<IdentityMatch, StoreFault> SqliteSubscriberStore::find_by_identity(const Identity& identity) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->by_identity;
  const std::string mac_address = to_text(identity.mac_address);
  statement.bind(1, identity.serial_number);
  statement.bind(2, mac_address);
  IdentityMatch match(IdentityMismatch::kUnknown);
  Subscriber& subscriber = match.subscriber;
  // As much room where the subscriber has no password.
  subscriber.provision_password.reserve(kPasswordRoom);
  Step step = statement.step();
  bool readable = true;
  int mac_addresses = 0;
  if (step == Step::kRow) readable = read_row(statement, subscriber).ok();
  for (int i = 0; i < 2 && step == Step::kRow; ++i) {
    step = statement.step();
    if (step == Step::kRow && statement.text(0) == mac_address) ++mac_addresses;
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  const bool same_serial = subscriber.enabled && subscriber.serial_number == identity.serial_number;
  const bool same_mac_address = subscriber.mac_address == identity.mac_address;
  const bool same_customer = subscriber.customer_number == identity.customer_number;
  if (mac_addresses > 1) {
    match.mismatch = IdentityMismatch::kConflict;
  } else if (!same_serial) {
    match.mismatch = mac_addresses == 0 ? IdentityMismatch::kUnknown : IdentityMismatch::kSerialNumber;
  } else if (!same_mac_address) {
    match.mismatch = IdentityMismatch::kMacAddress;
  } else if (!same_customer) {
    match.mismatch = IdentityMismatch::kCustomer;
  } else if (!readable) {
    return fault_of(Step::kFailed);
  } else {
    match.mismatch = std::nullopt;
  }
  return match;
}

// As many rows for a name that is nobody's as for one that is in few domains.
Result<AccountMatch, StoreFault> SqliteSubscriberStore::account_at_address(SqliteStatement& statement,
                                                                           std::string_view name,
                                                                           std::string_view address,
                                                                           std::string Account::* name_of) {
  statement.bind(1, name);
  AccountMatch match;
  bool has_name = true;
  Step step = Step::kRow;
  for (std::size_t rows = 0; rows < kMostSharingAUsername || has_name; ++rows) {
    step = statement.step();
    if (step != Step::kRow) break;
    AccountMatch each = account_in(statement, [&](const Account& account) { return account.*name_of == name; });
    has_name = static_cast<bool>(each);
    const bool same_address = is_same_host(each->domain, address);
    const bool is_first = !match || each->device_name < match->device_name;
    if (has_name && same_address && is_first) {
      match = std::move(each);
    } else if (!match) {
      match = AccountMatch(*std::move(each), false);
    }
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  if (!is_readable(match)) return StoreFault::kGone;
  return match;
}

Result<AccountMatch, StoreFault> SqliteSubscriberStore::account_of(SqliteStatement& statement, std::string_view name,
                                                                   std::string_view domain,
                                                                   std::string Account::* name_of) {
  statement.bind(1, name);
  statement.bind(2, domain);
  const auto is_wanted = [&](const Account& account) {
    const bool same_domain = equal_in_any_case(account.domain, domain);
    return account.*name_of == name && same_domain;
  };
  const Step step = statement.step();
  AccountMatch match = step == Step::kRow ? account_in(statement, is_wanted) : AccountMatch();
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  if (!is_readable(match)) return StoreFault::kGone;
  return match;
}

Result<std::vector<AccountMatch>, StoreFault> SqliteSubscriberStore::accounts_of(SqliteStatement& statement,
                                                                                 std::string_view name,
                                                                                 std::string Account::* name_of,
                                                                                 std::size_t count) {
  statement.bind(1, name);
  std::vector<AccountMatch> matches;
  matches.reserve(count);
  Step step = Step::kRow;
  while (matches.size() < count && (step = statement.step()) == Step::kRow) {
    matches.push_back(account_in(statement, [&](const Account& account) { return account.*name_of == name; }));
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  if (!std::all_of(matches.begin(), matches.end(), is_readable)) return StoreFault::kGone;
  return matches;
}

Result<AccountMatch, StoreFault> SqliteSubscriberStore::find_account(std::string_view domain,
                                                                     std::string_view device_name) {
  if (database_ == nullptr) return StoreFault::kGone;
  if (is_ipv6(domain)) {
    return account_at_address(database_->by_device_name, device_name, domain, &Account::device_name);
  }
  return account_of(database_->by_name, device_name, domain, &Account::device_name);
}

Result<AccountMatch, StoreFault> SqliteSubscriberStore::find_account_by_username(std::string_view domain,
                                                                                 std::string_view auth_username) {
  if (database_ == nullptr) return StoreFault::kGone;
  if (is_ipv6(domain)) {
    return account_at_address(database_->all_by_username, auth_username, domain, &Account::auth_username);
  }
  return account_of(database_->by_username, auth_username, domain, &Account::auth_username);
}

// All three questions, whatever the first ones found.
Result<NamedAccount, StoreFault> SqliteSubscriberStore::find_account_by_device_name(std::string_view device_name,
                                                                                    std::string_view first_domain,
                                                                                    std::string_view second_domain) {
  if (database_ == nullptr) return StoreFault::kGone;
  Result<AccountMatch, StoreFault> first = find_account(first_domain, device_name);
  Result<AccountMatch, StoreFault> second = find_account(second_domain, device_name);
  Result<std::vector<AccountMatch>, StoreFault> any =
      accounts_of(database_->by_device_name, device_name, &Account::device_name, 2);
  if (!first) return first.error();
  if (!second) return second.error();
  if (!any) return any.error();
  if (*first) return NamedAccount{*std::move(first)};
  if (*second) return NamedAccount{*std::move(second)};
  if (any->empty()) return NamedAccount();
  const auto several = static_cast<bool>(any->back()) && any->size() > 1;
  if (!several) return NamedAccount{std::move(any->front())};
  // An address may be written in several ways.
  for (AccountMatch& each : *any) {
    if (is_same_host(each->domain, first_domain) || is_same_host(each->domain, second_domain)) {
      return NamedAccount{std::move(each)};
    }
  }
  return NamedAccount{AccountMatch(*std::move(any->front()), false), true};
}

Result<std::vector<AccountMatch>, StoreFault> SqliteSubscriberStore::find_accounts_by_username(
    std::string_view auth_username) {
  if (database_ == nullptr) return StoreFault::kGone;
  return accounts_of(database_->all_by_username, auth_username, &Account::auth_username, kMostSharingAUsername);
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

Result<std::vector<PossiblePassword>, StoreFault> SqliteSubscriberStore::find_provision_passwords(
    ProvisionAuthentication scheme, std::string_view username) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->passwords;
  statement.bind(1, username);
  statement.bind(2, to_text(scheme));
  std::vector<PossiblePassword> passwords;
  passwords.reserve(kMostSharingAUsername);
  Step step = Step::kRow;
  while (passwords.size() < kMostSharingAUsername && (step = statement.step()) == Step::kRow) {
    const bool same_scheme = statement.text(1) == to_text(scheme);
    const bool is_theirs = statement.text(0) == username && same_scheme && statement.number(3) != 0;
    passwords.push_back({std::string(statement.text(2)), is_theirs});
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
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

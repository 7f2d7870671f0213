// The look-ups of SqliteSubscriberStore.
#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "subscribers/sqlite/sqlite_store.h"
#include "subscribers/sqlite/sqlite_store_database.h"
#include "subscribers/subscriber_row.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

constexpr std::size_t kPasswordRoom = 32;

// Compares as the database compares domain names.
bool equal_in_any_case(std::string_view left, std::string_view right) {
  if (left == right) return true;
  return left.size() == right.size() && sqlite3_strnicmp(left.data(), right.data(), static_cast<int>(left.size())) == 0;
}

// Returns the account in the row that the statement found. The account is a decoy unless `is_wanted` accepts it and the
// row's last column says that the row is at its own place in the index.
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

// Returns false if a wanted row holds values that no account has.
bool is_readable(const AccountMatch& match) { return !match || match->expires > 0; }

}  // namespace

// Builds a subscriber from a row for every outcome, so that the work is the same (lookup_statements.h).
Result<IdentityMatch, StoreFault> SqliteSubscriberStore::find_by_identity(const Identity& identity) {
  if (database_ == nullptr) return StoreFault::kGone;
  SqliteStatement& statement = database_->by_identity;
  const std::string mac_address = to_text(identity.mac_address);
  statement.bind(1, identity.serial_number);
  statement.bind(2, mac_address);
  IdentityMatch match(IdentityMismatch::kUnknown);
  Subscriber& subscriber = match.subscriber;
  // Reserves the same room for a subscriber without a password, so that the allocations are the same.
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

// Reads the same number of rows for any number of domains with the name.
Result<AccountMatch, StoreFault> SqliteSubscriberStore::account_written_otherwise(SqliteStatement& statement,
                                                                                  std::string_view name,
                                                                                  std::string_view address,
                                                                                  std::string Account::* name_of) {
  statement.bind(1, name);
  AccountMatch match;
  Step step = Step::kRow;
  for (std::size_t rows = 0; rows < kMostSharingAUsername; ++rows) {
    step = statement.step();
    if (step != Step::kRow) break;
    AccountMatch each = account_in(statement, [&](const Account& account) { return account.*name_of == name; });
    const bool has_name = static_cast<bool>(each);
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

Result<AccountMatch, StoreFault> SqliteSubscriberStore::account_at(SqliteStatement& one, SqliteStatement& all,
                                                                   std::string_view name, std::string_view domain,
                                                                   std::string Account::* name_of) {
  const std::optional<IpAddress> address = address_of_host(domain);
  if (!address) return account_of(one, name, domain, name_of);
  const std::string text = to_text(*address);
  Result<AccountMatch, StoreFault> match = account_of(one, name, text, name_of);
  Result<AccountMatch, StoreFault> older = address->is_v4() ? account_of(one, name, "::ffff:" + text, name_of)
                                                            : account_written_otherwise(all, name, text, name_of);
  if (!match || !older) return match ? older : match;
  return *match || !*older ? match : older;
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
  return account_at(database_->by_name, database_->by_device_name, device_name, domain, &Account::device_name);
}

Result<AccountMatch, StoreFault> SqliteSubscriberStore::find_account_by_username(std::string_view domain,
                                                                                 std::string_view auth_username) {
  if (database_ == nullptr) return StoreFault::kGone;
  return account_at(database_->by_username, database_->all_by_username, auth_username, domain, &Account::auth_username);
}

// Makes all three look-ups, whatever the first ones find, so that the work is the same.
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
  passwords.reserve(kMostSharingAProvisionUsername);
  Step step = Step::kRow;
  while (passwords.size() < kMostSharingAProvisionUsername && (step = statement.step()) == Step::kRow) {
    const bool same_scheme = statement.text(1) == to_text(scheme);
    const bool is_theirs = statement.text(0) == username && same_scheme && statement.number(3) != 0;
    passwords.push_back({std::string(statement.text(2)), is_theirs});
  }
  statement.reset();
  if (step != Step::kRow && step != Step::kDone) return fault_of(step);
  return passwords;
}

}  // namespace dialtone

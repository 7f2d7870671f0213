// The user database: SQLite with a write-ahead log, opened through Poco::Data. No function waits for a lock: a locked
// database is reported as StoreFault::kLocked, and the caller decides when to try again.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "subscribers/progress.h"
#include "subscribers/sqlite/open_mode.h"
#include "subscribers/sqlite_statement.h"
#include "subscribers/subscriber.h"
#include "subscribers/subscriber_store.h"
#include "values/result.h"

namespace dialtone {

class SqliteSubscriberStore : public SubscriberStore {
 public:
  using Mode = OpenMode;

  // The error is one line: the file, the problem (missing, not a database, of a newer schema, locked, not permitted),
  // and the remedy. A database that cannot be written still answers look-ups; refresh() then notices the changes of
  // other programs.
  static Result<std::unique_ptr<SqliteSubscriberStore>> open(const std::string& path, Mode mode);
  ~SqliteSubscriberStore() override;

  // --- SubscriberStore ---
  Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) override;
  Result<AccountMatch, StoreFault> find_account(std::string_view domain, std::string_view device_name) override;
  Result<AccountMatch, StoreFault> find_account_by_username(std::string_view domain,
                                                            std::string_view auth_username) override;
  Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view device_name,
                                                               std::string_view first_domain,
                                                               std::string_view second_domain) override;
  Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view auth_username) override;
  Result<SchemesInUse, StoreFault> schemes_in_use() override;
  Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication scheme,
                                                                             std::string_view username) override;
  void refresh() override;

  // --- the operator's side ---
  //
  // Adds subscribers, and updates rows with the same serial number; all or nothing. Returns the number of rows. Fails
  // if two enabled rows would then share a serial number, a MAC address or a (domain, device name); the error names
  // both. `progress` is called with the number of rows written so far; if `progress` returns false, nothing is
  // imported.
  Result<std::uint64_t> import(std::span<const Subscriber> subscribers, const Progress& progress = {});
  // Returns all rows, ordered by serial number.
  Result<std::vector<Subscriber>> all();
  Result<std::uint64_t> count();
  // Returns true if the database cannot be written: only look-ups work.
  bool is_read_only() const;
  // Returns true if any enabled subscriber's scheme of authentication to the provisioning server is `none`. Reads every
  // row.
  bool any_without_authentication();
  // Returns the user names and passwords of enabled subscribers that a device would read differently from how they are
  // stored, as `auth_password of DT0000000001`, ordered by serial number. A document's values have no blanks at their
  // ends and no two blanks in a row (xs:token). Import refuses such values; an older version's import did not. Reads
  // every row.
  Result<std::vector<std::string>> credentials_that_devices_change();

 private:
  struct Database;
  SqliteSubscriberStore(std::string path, std::unique_ptr<Database> database);

  static Result<std::unique_ptr<Database>> open_at(const std::string& path, Mode mode, Patience patience);
  // Returns the fault for a step that returned neither a row nor the end.
  StoreFault fault_of(Step step);
  Failure gone() const;
  // Returns the account that the statement finds for its two parameters, or a decoy. `name_of` is the member that is
  // compared with `name`.
  Result<AccountMatch, StoreFault> account_of(SqliteStatement& statement, std::string_view name,
                                              std::string_view domain, std::string Account::* name_of);
  // Returns `count` accounts that the statement finds for its parameter, filled up with decoys.
  Result<std::vector<AccountMatch>, StoreFault> accounts_of(SqliteStatement& statement, std::string_view name,
                                                            std::string Account::* name_of, std::size_t count);
  // Returns the account of that name and domain, or a decoy. Finds a domain that is an IP address in any spelling:
  // `one` finds the account in the spelling of today's import, `all` finds it among rows that an older import spelled
  // otherwise.
  Result<AccountMatch, StoreFault> account_at(SqliteStatement& one, SqliteStatement& all, std::string_view name,
                                              std::string_view domain, std::string Account::* name_of);
  // Searches the first kMostSharingAUsername accounts that the statement finds for the name, and returns the one whose
  // domain is that IPv6 address, or a decoy. Of several, the first by device name counts.
  Result<AccountMatch, StoreFault> account_written_otherwise(SqliteStatement& statement, std::string_view name,
                                                             std::string_view address, std::string Account::* name_of);

  Result<std::uint64_t> write_all(std::span<const Subscriber> subscribers, const Progress& progress);
  Result<void> check_unique();

  const std::string path_;
  // Null while the file at the path cannot be opened.
  std::unique_ptr<Database> database_;
  // True after a look-up has failed for good; refresh() then opens the database anew.
  bool broken_ = false;
};

}  // namespace dialtone

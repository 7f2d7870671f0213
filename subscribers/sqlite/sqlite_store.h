// The user database: SQLite in write-ahead mode, opened through Poco::Data. Nothing here waits: a database that another
// has locked is told as such, and whoever asked tries again when it likes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "subscribers/progress.h"
#include "subscribers/sqlite/open_mode.h"
#include "subscribers/sqlite/sqlite_statement.h"
#include "subscribers/subscriber.h"
#include "subscribers/subscriber_store.h"
#include "values/result.h"

namespace dialtone {

class SqliteSubscriberStore : public SubscriberStore {
 public:
  using Mode = OpenMode;

  // The failure is one line: the file, what is wrong with it (missing, not a database, of a newer schema, locked, not
  // permitted), and what to do.
  // What may not be written can be looked up all the same; another program's changes are then seen by refresh().
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
  // Adds, and updates by serial number, all or nothing; returns how many. Refused where a serial number, a MAC address
  // or a (domain, device name) would then stand in two enabled rows, naming both. `progress` gets the number of
  // rows written so far; where it says so, nothing is imported.
  Result<std::uint64_t> import(std::span<const Subscriber> subscribers, const Progress& progress = {});
  // All rows in the order of their serial numbers.
  Result<std::vector<Subscriber>> all();
  Result<std::uint64_t> count();
  // Whether the database may not be written, so that only the look-ups are of use.
  bool is_read_only() const;
  // Whether any enabled subscriber authenticates to the provisioning server by `none`. Looks at every row.
  bool any_without_authentication();
  // The user names and passwords of enabled subscribers that a device would read otherwise than they are stored, as
  // `auth_password of DT0000000001`, in the order of serial numbers: a document's values have no blanks at their ends
  // and no two in a row (xs:token). Import refuses them; an older one did not. Looks at every row.
  Result<std::vector<std::string>> credentials_that_devices_change();

 private:
  struct Database;
  SqliteSubscriberStore(std::string path, std::unique_ptr<Database> database);

  static Result<std::unique_ptr<Database>> open_at(const std::string& path, Mode mode, Patience patience);
  // For a step that gave neither a row nor the end.
  StoreFault fault_of(Step step);
  Failure gone() const;
  // The account that the statement finds for its two parameters, or the decoy; `name_of`: what is compared with `name`.
  Result<AccountMatch, StoreFault> account_of(SqliteStatement& statement, std::string_view name,
                                              std::string_view domain, std::string Account::* name_of);
  // So many accounts that the statement finds for its parameter, or decoys.
  Result<std::vector<AccountMatch>, StoreFault> accounts_of(SqliteStatement& statement, std::string_view name,
                                                            std::string Account::* name_of, std::size_t count);
  // The account of that name and domain, or a decoy. A domain that is an IP address is found however it is written:
  // `one` finds the account as import writes it, `all` finds it among those that an older import wrote otherwise.
  Result<AccountMatch, StoreFault> account_at(SqliteStatement& one, SqliteStatement& all, std::string_view name,
                                              std::string_view domain, std::string Account::* name_of);
  // Of the first kMostSharingAUsername accounts that the statement finds for the name, the one whose domain is that
  // IPv6 address, or a decoy. Of several, the one whose device name comes first.
  Result<AccountMatch, StoreFault> account_written_otherwise(SqliteStatement& statement, std::string_view name,
                                                             std::string_view address, std::string Account::* name_of);

  Result<std::uint64_t> write_all(std::span<const Subscriber> subscribers, const Progress& progress);
  Result<void> check_unique();

  const std::string path_;
  // Null while what is there now cannot be opened.
  std::unique_ptr<Database> database_;
  // Whether a look-up found it unusable, so that refresh() opens it anew.
  bool broken_ = false;
};

}  // namespace dialtone

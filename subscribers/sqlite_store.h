// The user database: SQLite in write-ahead mode, opened through Poco::Data. Nothing here waits: a database that another
// has locked is told as such, and whoever asked tries again when it likes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "subscribers/open_mode.h"
#include "subscribers/subscriber.h"
#include "subscribers/subscriber_store.h"
#include "values/result.h"

namespace dialtone {

class SqliteSubscriberStore : public SubscriberStore {
 public:
  using Mode = OpenMode;

  // The failure is one line: the file, what is wrong with it (missing, not a database, of a newer schema, locked, not
  // permitted), and what to do.
  static Result<std::unique_ptr<SqliteSubscriberStore>> open(const std::string& path, Mode mode);
  ~SqliteSubscriberStore() override;

  // --- SubscriberStore ---
  Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) override;
  Result<std::optional<Account>, StoreFault> find_account(std::string_view domain,
                                                          std::string_view device_name) override;
  Result<bool, StoreFault> any_authenticates() override;

  // --- the operator's side ---
  // Adds, and updates by serial number, all or nothing; returns how many. Refused where a serial number, a MAC address
  // or a (domain, device name) would then stand in two enabled rows, naming both. `progress` may be empty; it gets the
  // number of rows written so far.
  Result<std::uint64_t> import(std::span<const Subscriber> subscribers,
                               const std::function<void(std::uint64_t)>& progress = {});
  // All rows in the order of their serial numbers.
  Result<std::vector<Subscriber>> all();
  Result<std::uint64_t> count();

 private:
  struct Database;
  explicit SqliteSubscriberStore(std::unique_ptr<Database> database);

  Result<std::uint64_t> write_all(std::span<const Subscriber> subscribers,
                                  const std::function<void(std::uint64_t)>& progress);
  Result<void> check_unique();

  std::unique_ptr<Database> database_;
};

}  // namespace dialtone

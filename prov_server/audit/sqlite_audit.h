// The audit's table, in a SQLite file of its own beside the user database: `users.db` has `users.db-audit`. In the same
// file, each entry would keep an import from the lock, and an import the entries.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "prov_server/audit/audit_log.h"
#include "subscribers/sqlite/sqlite_connection.h"
#include "subscribers/sqlite/sqlite_statement.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

// Table `audit`: `time` (milliseconds since 1970), `client`, `serial_number`, `mac_address`, `customer_number`,
// `outcome`, `status`, `reason`, `scheme`; what a request did not tell is NULL. View `audit_text` has the time as text.
class SqliteAudit : public AuditStore {
 public:
  // So many entries are kept, whatever their age: some 3 GB. With each that is added an older one goes then.
  static constexpr std::int64_t kMostEntries = 20'000'000;

  // The file is made, with mode 0600, where it is missing. One that cannot be used is tried anew at each call.
  explicit SqliteAudit(std::string file, std::int64_t most_entries = kMostEntries)
      : file_(std::move(file)), most_entries_(most_entries) {}

  Result<void> append(std::span<const AuditEntry> entries) override;
  Result<bool> prune(WallTime keep_from) override;
  void rest() override;

 private:
  // Opens the file unless that is done.
  Result<void> open();
  // Forgets the connection; returns why its last statement failed.
  Failure give_up();
  bool insert(std::span<const AuditEntry> entries);
  // Removes some of the oldest entries where there are too many.
  bool make_room();

  std::string file_;
  std::int64_t most_entries_;
  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<SqliteStatement> insert_;
  std::uint64_t since_checkpoint_ = 0;  // entries
};

}  // namespace dialtone

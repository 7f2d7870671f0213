// The audit's table, in its own SQLite file next to the user database: `users.db-audit` for `users.db`. In a shared
// file, each entry would keep an import from getting the lock, and an import would keep entries from getting it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "prov_server/audit/audit_log.h"
#include "subscribers/sqlite/sqlite_connection.h"
#include "subscribers/sqlite_statement.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

// Table `audit`: `time` (milliseconds since 1970), `client`, `serial_number`, `mac_address`, `customer_number`,
// `outcome`, `status`, `reason`, `scheme`; values that the request lacks are NULL. The view `audit_text` shows the time
// as text.
class SqliteAudit : public AuditStore {
 public:
  // The maximum number of entries, some 3 GB. Above it, each new entry removes an older one.
  static constexpr std::int64_t kMostEntries = 20'000'000;

  // Creates a missing file with mode 0600. If the file cannot be used, each call tries again.
  explicit SqliteAudit(std::string file, std::int64_t most_entries = kMostEntries)
      : file_(std::move(file)), most_entries_(most_entries) {}

  Result<void> append(std::span<const AuditEntry> entries) override;
  Result<bool> prune(WallTime keep_from) override;
  void rest() override;

 private:
  // Opens the file if it is not open.
  Result<void> open();
  // Closes the connection; returns why its last statement failed.
  Failure give_up();
  bool insert(std::span<const AuditEntry> entries);
  // Removes some of the oldest entries if there are too many.
  bool make_room();

  std::string file_;
  std::int64_t most_entries_;
  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<SqliteStatement> insert_;
  std::uint64_t since_checkpoint_ = 0;  // number of entries written since the last checkpoint
};

}  // namespace dialtone

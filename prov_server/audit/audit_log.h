// The audit of a running server. Entries are collected in memory and written in batches, at most a second after their
// answers; a crash loses that much. Entries that cannot be written wait, up to a limit, and no answer waits for them.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "prov_server/audit/audit.h"
#include "values/result.h"
#include "values/time.h"
#include "world/host.h"

namespace dialtone {

// Where entries are stored. No function waits.
class AuditStore {
 public:
  virtual ~AuditStore() = default;
  // Stores all entries or none. The error is one line without a secret.
  virtual Result<void> append(std::span<const AuditEntry> entries) = 0;
  // Removes some of the oldest entries from before `keep_from`; returns true if more may be left.
  virtual Result<bool> prune(WallTime keep_from) = 0;
  // Does maintenance; called when no request is being served.
  virtual void rest() = 0;
};

struct AuditLogOptions {
  Duration keep = std::chrono::hours(30 * 24);
  // The delay between the first entry and the write.
  Duration write_every = std::chrono::seconds(1);
  Duration prune_every = std::chrono::minutes(1);
  // The number of entries that wait if they cannot be written; further entries are only counted.
  std::size_t most_waiting = 20'000;
};

class AuditLog : public Audit {
 public:
  // `store` must outlive the log.
  AuditLog(AuditLogOptions options, AuditStore& store) : options_(options), store_(store) {}

  void note(AuditEntry entry) override;

  // Writes noted entries and prunes old ones until the host is off. Records `audit.failed` with the reason when entries
  // cannot be written, and `audit.resumed` with the number of lost entries when they can be again.
  Task<void> run(Host& host);
  // Writes the entries that are left, as far as possible; call at the end.
  void finish(Host& host);

 private:
  // The number of entries in one transaction, so that the loop is not blocked for long.
  static constexpr std::size_t kBatch = 512;

  std::size_t waiting() const {
    assert(written_ <= entries_.size());
    return entries_.size() - written_;
  }
  // Writes one batch, or the rest; returns true on success.
  bool write(Host& host);
  void prune(Host& host);
  void failed(Host& host, const std::string& reason);

  AuditLogOptions options_;
  AuditStore& store_;
  std::vector<AuditEntry> entries_;
  std::size_t written_ = 0;  // how many of the first entries are written
  Signal noted_;
  std::uint64_t lost_ = 0;
  bool failing_ = false;
  Moment prune_at_ = Moment::min();
};

}  // namespace dialtone

// The audit of a server that runs: entries gather in memory and are written together, at most a second behind the
// answers they tell of; that much a crash loses. Where they cannot be written they wait, up to a bound, and no answer
// waits for them.
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

// Where entries lie. Nothing here waits.
class AuditStore {
 public:
  virtual ~AuditStore() = default;
  // All of them, or none. The failure is one line, without a secret.
  virtual Result<void> append(std::span<const AuditEntry> entries) = 0;
  // Removes some of the oldest entries from before `keep_from`; returns whether there may be more of them.
  virtual Result<bool> prune(WallTime keep_from) = 0;
  // Tidies up in a moment when nobody asks for anything.
  virtual void rest() = 0;
};

struct AuditLogOptions {
  Duration keep = std::chrono::hours(30 * 24);
  // From the first entry to its being written.
  Duration write_every = std::chrono::seconds(1);
  Duration prune_every = std::chrono::minutes(1);
  // How many entries wait where they cannot be written; what comes then is counted only.
  std::size_t most_waiting = 20'000;
};

class AuditLog : public Audit {
 public:
  // The store outlives it.
  AuditLog(AuditLogOptions options, AuditStore& store) : options_(options), store_(store) {}

  void note(AuditEntry entry) override;

  // Writes what is noted, and prunes, until the host is off. Records `audit.failed` with the reason when entries cannot
  // be written, and `audit.resumed` with the number of those that were lost when they can again.
  Task<void> run(Host& host);
  // Writes what is left, as far as it can be; for the end.
  void finish(Host& host);

 private:
  // Entries of one transaction, so that the loop is never held for long.
  static constexpr std::size_t kBatch = 512;

  std::size_t waiting() const {
    assert(written_ <= entries_.size());
    return entries_.size() - written_;
  }
  // Whether a batch, or what there is of one, was written.
  bool write(Host& host);
  void prune(Host& host);
  void failed(Host& host, const std::string& reason);

  AuditLogOptions options_;
  AuditStore& store_;
  std::vector<AuditEntry> entries_;
  std::size_t written_ = 0;  // of the entries, from the first on
  Signal noted_;
  std::uint64_t lost_ = 0;
  bool failing_ = false;
  Moment prune_at_ = Moment::min();
};

}  // namespace dialtone

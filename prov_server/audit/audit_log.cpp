#include "prov_server/audit/audit_log.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "prov_server/audit/provisioning_events.h"

namespace dialtone {

void AuditLog::note(AuditEntry entry) {
  if (waiting() >= options_.most_waiting) {
    ++lost_;
    return;
  }
  entries_.push_back(std::move(entry));
  assert(waiting() <= options_.most_waiting);
  if (waiting() == 1 || waiting() == kBatch) noted_.notify();
}

Task<void> AuditLog::run(Host& host) {
  for (;;) {
    while (waiting() == 0) {
      if (host.now() >= prune_at_) prune(host);
      co_await Wait(noted_, prune_at_, "something to keep");
    }
    const Moment write_at = host.now() + options_.write_every;
    while (waiting() < kBatch && host.now() < write_at) co_await Wait(noted_, write_at, "more to keep");
    while (waiting() >= kBatch && write(host)) co_await host.sleep(Duration::zero());
    if (host.now() >= write_at && waiting() > 0 && write(host)) store_.rest();
    if (failing_) co_await host.sleep(options_.write_every);
    if (!failing_ && host.now() >= prune_at_) prune(host);
  }
}

void AuditLog::finish(Host& host) {
  while (waiting() > 0 && write(host)) continue;
}

bool AuditLog::write(Host& host) {
  const std::size_t count = std::min(kBatch, waiting());
  assert(count > 0 && "nothing is written where nothing waits");
  const Result<void> appended = store_.append(std::span(entries_).subspan(written_, count));
  if (!appended) {
    failed(host, appended.error().reason);
    return false;
  }
  written_ += count;
  assert(written_ <= entries_.size());
  if (2 * written_ >= entries_.size()) {
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(written_));
    written_ = 0;
  }
  if (std::exchange(failing_, false)) host.record(provisioning_events::AuditResumed{.lost = std::exchange(lost_, 0)});
  return true;
}

void AuditLog::prune(Host& host) {
  prune_at_ = host.now() + options_.prune_every;
  const Result<bool> more = store_.prune(host.wall_clock() - options_.keep);
  if (!more) return failed(host, more.error().reason);
  if (*more) prune_at_ = host.now() + options_.write_every;
}

void AuditLog::failed(Host& host, const std::string& reason) {
  if (std::exchange(failing_, true)) return;
  host.record(provisioning_events::AuditFailed{.reason = reason});
}

}  // namespace dialtone

#include "prov_server/audit/identity_conflicts.h"

#include <cassert>
#include <utility>

#include "prov_server/audit/provisioning_events.h"
#include "values/hash.h"

namespace dialtone {
namespace {

std::uint64_t hash_of(const Identity& identity) {
  std::uint64_t hash = hash_text(identity.serial_number);
  for (const std::uint8_t byte : identity.mac_address.bytes) hash = combine(hash, byte);
  return hash;
}

}  // namespace

void IdentityConflicts::note(const Identity& identity, const IpAddress& client) {
  const std::uint64_t hash = hash_of(identity);
  Told& told = told_[hash % told_.size()];
  if (told.identity == hash && host_.now() < told.again_from) return;
  if (waiting_.size() >= kMostWaiting) return;
  told = {hash, host_.now() + kTellAgain};
  waiting_.push_back({identity.serial_number, identity.mac_address, client});
  assert(waiting_.size() <= kMostWaiting);
  if (!std::exchange(telling_, true)) host_.spawn("identity conflicts", tell());
}

Task<void> IdentityConflicts::tell() {
  while (!waiting_.empty()) {
    co_await host_.sleep(kPace);
    assert(!waiting_.empty() && telling_ && "one strand tells");
    const Conflict& conflict = waiting_.front();
    host_.record(provisioning_events::IdentityConflict{.serial_number = conflict.serial_number,
                                                       .mac_address = to_text(conflict.mac_address),
                                                       .peer = to_text(conflict.client)});
    waiting_.pop_front();
  }
  telling_ = false;
}

}  // namespace dialtone

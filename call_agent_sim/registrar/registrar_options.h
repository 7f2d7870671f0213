// What an operator of the registrar configures.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "call_agent_sim/registrar/duration_in_turn.h"
#include "call_agent_sim/registrar/registrar_quirks.h"
#include "protocol/digest/lockout.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// What happens when a contact would exceed the limit.
enum class WhenFull {
  kReject,         // the request is refused with 403, and nothing changes
  kReplaceOldest,  // replaces the binding that was changed longest ago
};

struct RegistrarOptions {
  // The realm of the challenges; empty: the account's domain, or the registrar's own address if the device names that
  // instead.
  std::string realm;
  // One challenge per algorithm, in this order.
  std::vector<digest::Algorithm> algorithms = {digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  Duration nonce_lifetime = std::chrono::minutes(5);
  // Refuses guessers with 403. Takes effect when the registrar is made: Registrar::change() does not change it.
  LockoutOptions lockout{};
  // Shorter intervals are refused with 423, except intervals of an hour or more (RFC 3261 10.3).
  Duration min_expires = std::chrono::minutes(1);
  // Longer intervals are shortened.
  Duration max_expires = std::chrono::hours(24);
  // The interval for a request that asks for none.
  Duration default_expires = std::chrono::hours(1);
  // The maximum number of contacts of an address of record.
  std::size_t max_contacts = 10;
  WhenFull when_full = WhenFull::kReject;

  // --- faults; a correct registrar keeps the defaults ---
  //
  // If false, no challenge says that only the nonce had expired (stale).
  bool tells_stale = true;
  // Granted to every binding, whatever the request asked for.
  std::optional<Duration> granted_expires = std::nullopt;
  // Used instead of `granted_expires`; counted for each address of record.
  std::optional<DurationInTurn> granted_in_turn = std::nullopt;
  // Used instead of `realm`: each challenge names the next of these realms, and credentials for any of them are
  // accepted.
  std::vector<std::string> realms{};
  RegistrarQuirks quirks{};
};

}  // namespace dialtone

// What an operator of the registrar decides.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "protocol/digest/lockout.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// What happens to a contact that would be one too many.
enum class WhenFull {
  kReject,         // 403, and nothing changes
  kReplaceOldest,  // the binding that was changed longest ago goes
};

struct RegistrarOptions {
  // Of the challenges; empty: the account's domain, or the registrar's own address where a device names that instead.
  std::string realm;
  // One challenge for each, in this order.
  std::vector<digest::Algorithm> algorithms = {digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  Duration nonce_lifetime = std::chrono::minutes(5);
  // Refuses guessers with 403. Takes effect when the registrar is made: Registrar::change() does not change it.
  LockoutOptions lockout{};
  // Shorter ones are refused with 423, but none of an hour or longer is (RFC 3261 10.3).
  Duration min_expires = std::chrono::minutes(1);
  // Longer ones are shortened.
  Duration max_expires = std::chrono::hours(24);
  // Of a request that asks for none.
  Duration default_expires = std::chrono::hours(1);
  // For each address of record.
  std::size_t max_contacts = 10;
  WhenFull when_full = WhenFull::kReject;

  // --- faults; an honest registrar leaves them as they are ---
  // Whether a challenge says that only the nonce was old.
  bool tells_stale = true;
  // What every binding gets, whatever was asked for.
  std::optional<Duration> granted_expires = std::nullopt;
  RegistrarQuirks quirks{};
};

}  // namespace dialtone

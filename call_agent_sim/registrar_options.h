// What an operator of the registrar decides.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "values/time.h"

namespace dialtone {

// What happens to a contact that would be one too many.
enum class WhenFull {
  kReject,         // 403, and nothing changes
  kReplaceOldest,  // the binding that was changed longest ago goes
};

struct RegistrarOptions {
  // Of the challenges; empty: the domain of the account.
  std::string realm;
  Duration nonce_lifetime = std::chrono::minutes(5);
  // Shorter ones are refused with 423, but none of an hour or longer is (RFC 3261 10.3).
  Duration min_expires = std::chrono::minutes(1);
  // Longer ones are shortened.
  Duration max_expires = std::chrono::hours(24);
  // Of a request that asks for none.
  Duration default_expires = std::chrono::hours(1);
  // For each address of record.
  std::size_t max_contacts = 10;
  WhenFull when_full = WhenFull::kReject;
};

}  // namespace dialtone

// The secret that makes a provisioning server's nonces, drawn anew at each boot. A check can draw the secret again from
// the run's seed and a Chance of the same host, in order to search a run's files for it.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/digest/nonces.h"
#include "world/chance.h"

namespace dialtone {

struct HttpNonceSecret {
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  std::string text() const { return std::to_string(first) + '-' + std::to_string(second); }
  NonceKey nonce_key() const { return {.before = text(), .after = text()}; }
};

// `next(purpose, key)` returns the next draw of the server's host.
template <typename Next>
HttpNonceSecret draw_http_nonce_secret(const Next& next) {
  constexpr Purpose kPurpose("provisioning.nonce_secret");
  HttpNonceSecret secret;
  secret.first = next(kPurpose, std::uint64_t{0}).bits();
  secret.second = next(kPurpose, std::uint64_t{1}).bits();
  return secret;
}

}  // namespace dialtone

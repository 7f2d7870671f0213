// The secrets of a call agent, drawn anew at each boot, so that no two lives share them. A check can draw them again
// from the run's seed and a Chance of the same host, in order to search a run's files for them.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "protocol/digest/nonces.h"
#include "values/hex.h"
#include "wire/digest/md5.h"
#include "world/chance.h"

namespace dialtone {

struct CallAgentSecrets {
  // The secret of the tags.
  std::uint64_t tags = 0;
  // The secret of the nonces.
  std::array<std::uint64_t, 2> nonces{};

  // The tags' secret for a server with a lockout. A client that gets a tag can compute the tags' secret from it,
  // because combine() can be inverted. If that secret were `tags` itself, the client could go on to compute the draws
  // for the nonces.
  std::uint64_t hashed_tags() const {
    std::string text;
    append_hex(text, tags);
    digest::Md5 md5;
    md5.update(text);
    std::uint64_t secret = 0;
    for (const std::uint8_t byte : md5.finish()) secret = secret << 8 | byte;
    return secret;
  }
  std::string nonces_text() const {
    std::string text;
    for (const std::uint64_t number : nonces) append_hex(text, number);
    return text;
  }
  // The key is as short as a hash, so that key and payload fit one block of the hash function.
  NonceKey nonce_key() const {
    digest::Md5 md5;
    md5.update(nonces_text());
    const auto bytes = md5.finish();
    return {.before = {bytes.begin(), bytes.end()}};
  }
};

// `next(purpose, key)` returns the next draw of the call agent's host.
template <typename Next>
CallAgentSecrets draw_call_agent_secrets(const Next& next) {
  constexpr Purpose kPurpose("call_agent.secret");
  CallAgentSecrets secrets;
  secrets.tags = next(kPurpose, std::uint64_t{0}).bits();
  for (std::uint64_t& number : secrets.nonces) number = next(kPurpose, std::uint64_t{0}).bits();
  return secrets;
}

}  // namespace dialtone

// The secrets of a call agent, drawn anew at each boot, so that no two lives share them. With a run's seed and a Chance
// of the same host they can be drawn again, to search for them in a run's files.
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

  // The tags' secret for a server with a lockout. A client that gets a tag can compute the secret from it, because
  // combine() can be inverted; from `tags` itself it could go on to the draws for the nonces.
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
  // As short as a hash, so that key and payload fit one block of the proof's hash.
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

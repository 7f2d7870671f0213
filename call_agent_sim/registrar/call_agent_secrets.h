// What nobody may guess of a call agent, and no two lives of it share: drawn anew at each boot. Who knows a run's seed
// can draw it again from a Chance of the same host, to look for it where it must not stand.
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
  // What its tags are made with.
  std::uint64_t tags = 0;
  // What its nonces are made with.
  std::array<std::uint64_t, 2> nonces{};

  std::string nonces_text() const {
    std::string text;
    for (const std::uint64_t number : nonces) append_hex(text, number);
    return text;
  }
  // As short as a hash, so that key and payload are one block of the proof's.
  NonceKey nonce_key() const {
    digest::Md5 md5;
    md5.update(nonces_text());
    const auto bytes = md5.finish();
    return {.before = {bytes.begin(), bytes.end()}};
  }
};

// `next(purpose, key)`: the next draw of the call agent's host.
template <typename Next>
CallAgentSecrets draw_call_agent_secrets(const Next& next) {
  constexpr Purpose kPurpose("call_agent.secret");
  CallAgentSecrets secrets;
  secrets.tags = next(kPurpose, std::uint64_t{0}).bits();
  for (std::uint64_t& number : secrets.nonces) number = next(kPurpose, std::uint64_t{0}).bits();
  return secrets;
}

}  // namespace dialtone

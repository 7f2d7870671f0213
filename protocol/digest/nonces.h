// A server's nonces (RFC 7616 3.3). A nonce is 48 hexadecimal digits: the moment of issue, a salt, and a proof that
// this server issued it. Nothing is kept of a nonce until it is used; then its counts are (nonce_counts.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/digest/nonce_counts.h"
#include "values/time.h"

namespace dialtone {

// Makes the proof of a nonce: MD5 over `before`, the moment, the salt, the client that gets the nonce, and `after`,
// joined by colons; the last two are left out if empty. The key must be impossible to guess.
struct NonceKey {
  std::string before;
  std::string after{};
};

class Nonces {
 public:
  enum class Judgement : std::uint8_t {
    kFresh,
    kExpired,  // its lifetime has passed, or its counts were forgotten
    kForeign,  // not issued with this key, or given to another
  };

  static constexpr std::size_t kMostUsed = 100'000;
  // A lifetime that no run outlasts, for a server that takes stale nonces.
  static constexpr Duration kForEver = std::chrono::years(10);

  // A nonce is fresh until `lifetime` has passed since its issue. Counts are kept of at most `most_used` nonces.
  Nonces(NonceKey key, Duration lifetime, std::size_t most_used = kMostUsed);

  // Applies to the nonces that were issued before, too.
  void set_lifetime(Duration lifetime) { lifetime_ = lifetime; }

  // The same nonce for the same moment and salt: the caller never passes both twice. With `given_to`, a text such as an
  // address, the nonce is foreign unless the same text is there when it is judged.
  std::string issue(Moment now, std::uint64_t salt, std::string_view given_to = {}) const;
  Judgement judge(std::string_view nonce, Moment now, std::string_view given_to = {}) const;
  // True if this count comes with this nonce for the first time. The nonce must not be foreign.
  bool use(std::string_view nonce, std::uint32_t count, Moment now);
  // The same for credentials without a count (RFC 2069), which use the nonce up.
  bool use_up(std::string_view nonce, Moment now);

  // The number of nonces whose counts are kept.
  std::size_t used() const { return counts_.size(); }

 private:
  std::string proof_of(std::string_view payload, std::string_view given_to) const;

  NonceKey key_;
  Duration lifetime_;
  NonceCounts counts_;
};

}  // namespace dialtone

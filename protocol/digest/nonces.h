// A server's nonces (RFC 7616 3.3). A nonce is 48 hexadecimal digits: the moment of issue, a salt, and a proof that
// this server issued it. Nothing is stored about a nonce until its first use; from then on its counts are stored
// (nonce_counts.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/digest/nonce_counts.h"
#include "values/time.h"

namespace dialtone {

// The secret from which proofs of nonces are made. A proof is the MD5 of `before`, the moment, the salt, the client
// that gets the nonce, and `after`, joined by colons; the client and `after` are left out if empty. The key must be
// impossible to guess.
struct NonceKey {
  std::string before;
  std::string after{};
};

class Nonces {
 public:
  enum class Judgement : std::uint8_t {
    kFresh,
    kExpired,  // its lifetime has passed, or its counts were forgotten
    kForeign,  // not issued with this key, or issued to another client
  };

  static constexpr std::size_t kMostUsed = 100'000;
  // A lifetime longer than any run, for a server that accepts stale nonces.
  static constexpr Duration kForEver = std::chrono::years(10);

  // A nonce is fresh until `lifetime` has passed since its issue. The counts of at most `most_used` nonces are kept.
  Nonces(NonceKey key, Duration lifetime, std::size_t most_used = kMostUsed);

  // Applies also to nonces issued before.
  void set_lifetime(Duration lifetime) { lifetime_ = lifetime; }

  // Makes a nonce. Equal `now` and `salt` give an equal nonce, so the caller must never pass the same pair twice.
  // `given_to` is a text that names the client, such as an address, or empty; judge() finds the nonce foreign unless it
  // gets the same text.
  std::string issue(Moment now, std::uint64_t salt, std::string_view given_to = {}) const;
  Judgement judge(std::string_view nonce, Moment now, std::string_view given_to = {}) const;
  // Returns true if this count comes with this nonce for the first time. The nonce must not be foreign.
  bool use(std::string_view nonce, std::uint32_t count, Moment now);
  // As use(), for credentials without a count (RFC 2069), which use up the whole nonce.
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

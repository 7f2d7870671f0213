// The registrar's nonces (RFC 7616 3.3): each carries the moment when it was issued and a proof that it is ours, so
// that nothing is kept for those who never come back. Of those that were used it is known with which counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "call_agent_sim/registrar/nonce_counts.h"
#include "values/time.h"

namespace dialtone {

class Nonces {
 public:
  enum class Judgement : std::uint8_t { kFresh, kExpired, kForeign };

  static constexpr std::size_t kMostUsed = 100'000;

  // `secret` is drawn by the caller; nobody may guess it. A nonce is fresh until `lifetime` has passed. Of at most
  // `most_used` nonces their use is known.
  Nonces(std::string_view secret, Duration lifetime, std::size_t most_used = kMostUsed);

  void set_lifetime(Duration lifetime) { lifetime_ = lifetime; }

  // The same for the same moment, salt and secret: the salt tells those of one moment apart.
  std::string issue(Moment now, std::uint64_t salt) const;
  Judgement judge(std::string_view nonce, Moment now) const;
  // Whether a nonce that is fresh now was never used with that count; from now on it was.
  bool use(std::string_view nonce, std::uint32_t count, Moment now);
  // The same for credentials without a count, which use the nonce up.
  bool use_up(std::string_view nonce, Moment now);

  // Of how many nonces their use is known.
  std::size_t used() const { return counts_.size(); }

 private:
  // Proves `payload` ours: an attacker can neither make one up nor give it a later moment.
  std::string proof_of(std::string_view payload) const;

  std::string key_;
  Duration lifetime_;
  NonceCounts counts_;
};

}  // namespace dialtone

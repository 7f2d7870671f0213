// The registrar's nonces (RFC 7616 3.3): each carries the moment when it was issued and a proof that it is ours, so
// that nothing is kept for those who never come back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "values/time.h"

namespace dialtone {

class Nonces {
 public:
  enum class Judgement { kFresh, kExpired, kForeign };

  // `secret` is drawn by the caller; nobody may guess it. A nonce is fresh until `lifetime` has passed.
  Nonces(std::string secret, Duration lifetime);

  // The same for the same peer, moment and secret.
  std::string issue(Moment now, const Endpoint& peer) const;
  Judgement judge(std::string_view nonce, Moment now) const;

 private:
  // Proves `payload` ours: an attacker can neither make one up nor give it a later moment.
  std::string proof_of(std::string_view payload) const;

  std::string secret_;
  Duration lifetime_;
};

}  // namespace dialtone

// The challenge that a device answers with each of its requests, until its registrar, or a proxy before that, sends
// another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/signalling/sip_identifiers.h"
#include "values/result.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/sip/message.h"

namespace dialtone {

class DigestSession {
 public:
  // Takes the topmost challenge of a 401 or 407 that is computed here; `header` is WWW-Authenticate or
  // Proxy-Authenticate. Fails where there is none, or where its nonce was answered before: the same answer would be
  // refused again.
  Result<void> take_challenge(const sip::Message& refusal, sip::HeaderName header);
  // Takes the nonce that the server wants next (RFC 7616 3.5), where a 2xx names one and the algorithm has no session.
  void take_next_nonce(const sip::Message& success);
  // Begins as if nothing had been challenged.
  void forget() { *this = {}; }

  // The value of an Authorization header for a REGISTER to `uri`; empty where nothing was challenged yet.
  std::string authorization(const digest::Account& account, std::string_view uri, SipIdentifiers& identifiers);
  // Whether the challenge that was taken last was answered.
  bool is_in_use() const { return nonce_count_ > 0; }
  // Whether the challenge that was taken last says that only its nonce is new.
  bool stale() const { return challenge_ && challenge_->stale; }
  // The algorithm of its answers: `SHA-256`; `none` where nothing was taken.
  std::string_view algorithm() const { return challenge_ ? name_of(*challenge_->algorithm) : "none"; }

 private:
  std::optional<digest::Challenge> challenge_;
  std::uint32_t nonce_count_ = 0;
};

}  // namespace dialtone

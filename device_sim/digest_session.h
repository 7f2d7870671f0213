// The challenge that a device answers with each of its requests, until the registrar sends another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/sip/message.h"

namespace dialtone {

class DigestSession {
 public:
  // Takes the topmost challenge of a 401 that is computed here. Fails where there is none, or where its nonce was
  // answered before: the same answer would be refused again.
  Result<void> take_challenge(const sip::Message& unauthorized);

  // The value of an Authorization header for a REGISTER to `uri`; empty where nothing was challenged yet.
  std::string authorization(const digest::Account& account, std::string_view uri, std::string_view client_nonce);
  // Whether the challenge that was taken last says that only its nonce is new.
  bool stale() const { return challenge_ && challenge_->stale; }

 private:
  std::optional<digest::Challenge> challenge_;
  std::uint32_t nonce_count_ = 0;
};

}  // namespace dialtone

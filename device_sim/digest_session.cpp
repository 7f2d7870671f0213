#include "device_sim/digest_session.h"

#include "wire/sip/method.h"

namespace dialtone {

Result<void> DigestSession::take_challenge(const sip::Message& unauthorized) {
  for (std::size_t i = 0; i < unauthorized.header_count(); ++i) {
    const sip::Header header = unauthorized.header(i);
    if (header.name != sip::HeaderName::kWwwAuthenticate) continue;
    Result<digest::Challenge> challenge = digest::parse_challenge(header.value);
    if (!challenge || !challenge->algorithm || (challenge->offers_auth_int && !challenge->offers_auth)) continue;
    if (nonce_count_ > 0 && challenge->nonce == challenge_->nonce) return Failure{"the credentials were not accepted"};
    challenge_ = *std::move(challenge);
    nonce_count_ = 0;
    return {};
  }
  return Failure{"no challenge that this device can answer"};
}

std::string DigestSession::authorization(const digest::Account& account, std::string_view uri,
                                         std::string_view client_nonce) {
  if (!challenge_) return {};
  ++nonce_count_;
  const std::optional<digest::Credentials> credentials =
      digest::answer(*challenge_, account, name_of(sip::Method::kRegister), uri, client_nonce, nonce_count_);
  return credentials ? digest::to_text(*credentials) : std::string();
}

}  // namespace dialtone

#include "device_sim/signalling/digest_session.h"

#include <cassert>
#include <utility>
#include <vector>

#include "values/ascii_case.h"
#include "wire/digest/challenge_list.h"
#include "wire/digest/fields.h"
#include "wire/sip/method.h"

namespace dialtone {

Result<void> DigestSession::take_challenge(const sip::Message& refusal, sip::HeaderName header) {
  std::vector<std::string_view> fields;
  for (std::size_t i = 0; i < refusal.header_count(); ++i) {
    if (refusal.name_at(i) == header) fields.push_back(refusal.header(i).value);
  }
  Result<digest::Challenge> challenge = digest::topmost_challenge(fields);
  if (!challenge) return Failure{"no challenge that this device can answer"};
  assert(challenge_ || !is_in_use());
  if (is_in_use() && challenge->nonce == challenge_->nonce) return Failure{"the credentials were not accepted"};
  challenge_ = *std::move(challenge);
  nonce_count_ = 0;
  return {};
}

void DigestSession::take_next_nonce(const sip::Message& success) {
  const auto info = success.first(sip::HeaderName::kAuthenticationInfo);
  // A session's secret stays that of its first nonce (RFC 7616 3.4.2), so such a device waits for a challenge.
  if (!info || !challenge_ || digest::is_session(*challenge_->algorithm)) return;
  // A malformed one costs a challenge more, and nothing else.
  static_cast<void>(digest::read_fields("Digest " + std::string(*info), [this](digest::Field field) {
                      if (equal_ignoring_case(field.name, "nextnonce") && !field.value.empty()) {
                        challenge_->nonce = std::move(field.value);
                        nonce_count_ = 0;
                      }
                      return Result<void>();
                    }).ok());
}

std::string DigestSession::authorization(const digest::Account& account, std::string_view uri,
                                         SipIdentifiers& identifiers) {
  if (!challenge_) return {};
  assert(challenge_->algorithm && "only what can be answered is taken");
  ++nonce_count_;
  // A session's secret is made with the client's first nonce (RFC 7616 3.4.2), so that one stays.
  const std::string client_nonce = digest::is_session(*challenge_->algorithm)
                                       ? identifiers.client_nonce_for(challenge_->nonce)
                                       : identifiers.next_client_nonce();
  const std::optional<digest::Credentials> credentials =
      digest::answer(*challenge_, account, name_of(sip::Method::kRegister), uri, client_nonce, nonce_count_);
  return credentials ? digest::to_text(*credentials) : std::string();
}

}  // namespace dialtone

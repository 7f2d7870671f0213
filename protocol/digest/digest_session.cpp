#include "protocol/digest/digest_session.h"

#include <cassert>
#include <cstdint>
#include <optional>
#include <utility>

#include "values/ascii_case.h"
#include "wire/digest/challenge.h"
#include "wire/digest/challenge_list.h"
#include "wire/digest/fields.h"

namespace dialtone {

struct DigestSession::State {
  digest::Challenge challenge;
  std::uint32_t nonce_count = 0;
};

DigestSession::DigestSession() = default;
DigestSession::~DigestSession() = default;
DigestSession::DigestSession(DigestSession&&) noexcept = default;
DigestSession& DigestSession::operator=(DigestSession&&) noexcept = default;

Result<void> DigestSession::take_challenge(std::span<const std::string_view> fields) {
  Result<digest::Challenge> challenge = digest::topmost_challenge(fields);
  if (!challenge) return Failure{"no challenge that can be answered"};
  assert(challenge->algorithm && "only a challenge that can be answered is taken");
  if (is_in_use() && challenge->nonce == nonce()) return Failure{"the credentials were not accepted"};
  if (state_ == nullptr) state_ = std::make_unique<State>();
  state_->challenge = *std::move(challenge);
  state_->nonce_count = 0;
  return {};
}

void DigestSession::take_next_nonce(std::string_view authentication_info) {
  if (state_ == nullptr || has_session()) return;
  // A malformed Authentication-Info costs one more challenge and nothing else.
  static_cast<void>(digest::read_fields("Digest " + std::string(authentication_info), [this](digest::Field field) {
                      if (equal_ignoring_case(field.name, "nextnonce") && !field.value.empty()) {
                        state_->challenge.nonce = std::move(field.value);
                        state_->nonce_count = 0;
                      }
                      return Result<void>();
                    }).ok());
}

void DigestSession::forget() { state_.reset(); }

std::string DigestSession::authorization(const digest::Account& account, std::string_view method, std::string_view uri,
                                         std::string_view client_nonce) {
  if (state_ == nullptr) return {};
  ++state_->nonce_count;
  const std::optional<digest::Credentials> credentials =
      digest::answer(state_->challenge, account, method, uri, client_nonce, state_->nonce_count);
  return credentials ? digest::to_text(*credentials) : std::string();
}

bool DigestSession::is_in_use() const { return state_ != nullptr && state_->nonce_count > 0; }

bool DigestSession::stale() const { return state_ != nullptr && state_->challenge.stale; }

std::string_view DigestSession::algorithm() const {
  return state_ != nullptr ? name_of(*state_->challenge.algorithm) : "none";
}

bool DigestSession::has_session() const { return state_ != nullptr && is_session(*state_->challenge.algorithm); }

std::string_view DigestSession::realm() const {
  return state_ != nullptr ? std::string_view(state_->challenge.realm) : std::string_view();
}

std::string_view DigestSession::nonce() const {
  return state_ != nullptr ? std::string_view(state_->challenge.nonce) : std::string_view();
}

}  // namespace dialtone

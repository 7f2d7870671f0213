#include "device_sim/provisioning/http_digest_session.h"

#include <cassert>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "values/ascii_case.h"
#include "values/hex.h"
#include "wire/digest/challenge_list.h"
#include "wire/digest/credentials.h"
#include "wire/digest/fields.h"

namespace dialtone {

struct HttpDigestSession::State {
  digest::Challenge challenge;
  // The same for all requests with a nonce: a session's secret is made with the first (RFC 7616 3.4.2), and nc makes
  // the others differ.
  std::uint64_t client_nonce = 0;
  std::uint32_t nonce_count = 0;
};

HttpDigestSession::HttpDigestSession() = default;
HttpDigestSession::~HttpDigestSession() = default;
HttpDigestSession::HttpDigestSession(HttpDigestSession&&) noexcept = default;
HttpDigestSession& HttpDigestSession::operator=(HttpDigestSession&&) noexcept = default;

Result<void> HttpDigestSession::take_challenge(Host& host, const http::Response& unauthorized) {
  constexpr Purpose kClientNonce("http.client_nonce");
  std::vector<std::string_view> fields;
  for (const http::Header& header : unauthorized.headers) {
    if (http::equal_names(header.name, "WWW-Authenticate")) fields.emplace_back(header.value);
  }
  Result<digest::Challenge> challenge = digest::topmost_challenge(fields);
  if (!challenge) return Failure{"no challenge that this device can answer"};
  const bool was_answered = state_ != nullptr && state_->nonce_count > 0 && state_->challenge.nonce == challenge->nonce;
  if (was_answered) return Failure{"the credentials were not accepted"};
  const std::uint64_t client_nonce = host.chance(kClientNonce).bits();
  state_ = std::make_unique<State>(State{*std::move(challenge), client_nonce});
  return {};
}

void HttpDigestSession::take_next_nonce(const http::Response& answer) {
  const std::string* info = answer.headers.find("Authentication-Info");
  // A session's secret stays that of its first nonce, so such a device waits for a challenge.
  if (info == nullptr || state_ == nullptr || digest::is_session(*state_->challenge.algorithm)) return;
  // A malformed one costs a challenge more, and nothing else.
  static_cast<void>(digest::read_fields("Digest " + *info, [this](digest::Field field) {
                      if (equal_ignoring_case(field.name, "nextnonce") && !field.value.empty()) {
                        state_->challenge.nonce = std::move(field.value);
                        state_->nonce_count = 0;
                      }
                      return Result<void>();
                    }).ok());
}

void HttpDigestSession::forget() { state_.reset(); }

std::string HttpDigestSession::authorization(const ProvisioningCredentials& credentials, const http::Request& request) {
  if (state_ == nullptr) return {};
  assert(state_->challenge.algorithm && "only what can be answered is taken");
  ++state_->nonce_count;
  const std::optional<digest::Credentials> answer =
      digest::answer(state_->challenge, {credentials.username, credentials.password}, request.method, request.target,
                     hex_text(state_->client_nonce), state_->nonce_count);
  return answer ? digest::to_text(*answer) : std::string();
}

bool HttpDigestSession::stale() const { return state_ != nullptr && state_->challenge.stale; }

std::string_view HttpDigestSession::algorithm() const {
  return state_ != nullptr ? name_of(*state_->challenge.algorithm) : "none";
}

}  // namespace dialtone

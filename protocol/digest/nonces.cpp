#include "protocol/digest/nonces.h"

#include <cassert>
#include <initializer_list>
#include <limits>
#include <utility>

#include "values/constant_time.h"
#include "values/hex.h"
#include "wire/digest/algorithm.h"

namespace dialtone {
namespace {

// A moment and a salt of 16 digits each, then 16 digits of the proof.
constexpr std::size_t kPayloadDigits = 2 * kHexDigits;
constexpr std::size_t kProofDigits = 16;

// Requires a nonce that is not foreign.
NonceIdentity identity_of(std::string_view nonce) {
  assert(nonce.size() == kPayloadDigits + kProofDigits);
  const auto issued = static_cast<std::int64_t>(hex_at_front(nonce));
  return {Moment(Duration(issued)), hex_at_front(nonce.substr(kHexDigits))};
}

}  // namespace

Nonces::Nonces(NonceKey key, Duration lifetime, std::size_t most_used)
    : key_(std::move(key)), lifetime_(lifetime), counts_(most_used) {}

std::string Nonces::issue(Moment now, std::uint64_t salt, std::string_view given_to) const {
  std::string nonce;
  nonce.reserve(kPayloadDigits + kProofDigits);
  append_hex(nonce, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  append_hex(nonce, salt);
  nonce += proof_of(nonce, given_to);
  return nonce;
}

Nonces::Judgement Nonces::judge(std::string_view nonce, Moment now, std::string_view given_to) const {
  if (nonce.size() != kPayloadDigits + kProofDigits) return Judgement::kForeign;
  const std::string proof = proof_of(nonce.substr(0, kPayloadDigits), given_to);
  if (!equal_in_constant_time(proof, nonce.substr(kPayloadDigits))) return Judgement::kForeign;
  const NonceIdentity identity = identity_of(nonce);
  const bool is_alive = now - identity.issued < lifetime_;
  return is_alive && !counts_.has_forgotten(identity) ? Judgement::kFresh : Judgement::kExpired;
}

bool Nonces::use(std::string_view nonce, std::uint32_t count, Moment now) {
  counts_.forget(now - lifetime_);
  return counts_.use(identity_of(nonce), count);
}

bool Nonces::use_up(std::string_view nonce, Moment now) {
  counts_.forget(now - lifetime_);
  return counts_.use_up(identity_of(nonce));
}

// All payloads have the same length, so that none is a prefix of another.
std::string Nonces::proof_of(std::string_view payload, std::string_view given_to) const {
  const auto proof = [](std::initializer_list<std::string_view> parts) {
    return std::string(digest::hash(digest::Algorithm::kMd5, parts).text().substr(0, kProofDigits));
  };
  if (given_to.empty()) {
    return key_.after.empty() ? proof({key_.before, payload}) : proof({key_.before, payload, key_.after});
  }
  return key_.after.empty() ? proof({key_.before, payload, given_to})
                            : proof({key_.before, payload, given_to, key_.after});
}

}  // namespace dialtone

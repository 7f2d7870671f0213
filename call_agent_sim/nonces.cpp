#include "call_agent_sim/nonces.h"

#include <charconv>
#include <utility>

#include "call_agent_sim/hex.h"
#include "values/hash.h"
#include "wire/digest/algorithm.h"

namespace dialtone {
namespace {

// A moment of 16 digits, a salt of 16, and the proof of as many.
constexpr std::size_t kMomentDigits = 16;
constexpr std::size_t kPayloadDigits = 32;
constexpr std::size_t kProofDigits = 16;

}  // namespace

Nonces::Nonces(std::string secret, Duration lifetime) : secret_(std::move(secret)), lifetime_(lifetime) {}

std::string Nonces::issue(Moment now, const Endpoint& peer) const {
  std::string nonce;
  nonce.reserve(kPayloadDigits + kProofDigits);
  append_hex(nonce, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  append_hex(nonce, std::hash<Endpoint>()(peer));
  nonce += proof_of(nonce);
  return nonce;
}

Nonces::Judgement Nonces::judge(std::string_view nonce, Moment now) const {
  if (nonce.size() != kPayloadDigits + kProofDigits) return Judgement::kForeign;
  if (proof_of(nonce.substr(0, kPayloadDigits)) != nonce.substr(kPayloadDigits)) return Judgement::kForeign;
  std::uint64_t issued = 0;
  std::from_chars(nonce.data(), nonce.data() + kMomentDigits, issued, 16);
  const Moment expires = Moment(Duration(static_cast<std::int64_t>(issued))) + lifetime_;
  return now < expires ? Judgement::kFresh : Judgement::kExpired;
}

std::string Nonces::proof_of(std::string_view payload) const {
  const digest::HexHash hash = digest::hash(digest::Algorithm::kMd5, {secret_, payload, secret_});
  return std::string(hash.text().substr(0, kProofDigits));
}

}  // namespace dialtone

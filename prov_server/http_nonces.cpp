#include "prov_server/http_nonces.h"

#include <array>
#include <cassert>

#include "values/constant_time.h"
#include "values/hex.h"
#include "wire/digest/algorithm.h"

namespace dialtone {
namespace {

// A moment and a sequence number of 16 digits each, and the proof of as many.
constexpr std::size_t kPayloadDigits = 2 * kHexDigits;
constexpr std::size_t kProofDigits = 16;
constexpr std::uint32_t kWindow = 64;

std::pair<std::int64_t, std::uint64_t> key_of(std::string_view nonce) {
  return {static_cast<std::int64_t>(hex_at_front(nonce)), hex_at_front(nonce.substr(kHexDigits))};
}

}  // namespace

HttpNonces::HttpNonces(std::string secret, Duration lifetime, std::size_t most_kept)
    : secret_(std::move(secret)), lifetime_(lifetime), most_kept_(most_kept) {
  assert(most_kept_ > 0);
}

std::string HttpNonces::issue(Moment now) {
  std::string nonce;
  nonce.reserve(kPayloadDigits + kProofDigits);
  append_hex(nonce, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  append_hex(nonce, ++issued_);
  nonce += proof_of(nonce);
  return nonce;
}

HttpNonces::Judgement HttpNonces::judge(std::string_view nonce, Moment now) const {
  if (nonce.size() != kPayloadDigits + kProofDigits) return Judgement::kForeign;
  if (!equal_in_constant_time(proof_of(nonce.substr(0, kPayloadDigits)), nonce.substr(kPayloadDigits))) {
    return Judgement::kForeign;
  }
  const Key key = key_of(nonce);
  const bool expired = now - lifetime_ >= Moment(Duration(key.first));
  return expired || (key <= forgotten_ && !used_.contains(key)) ? Judgement::kExpired : Judgement::kFresh;
}

bool HttpNonces::use(std::string_view nonce, std::uint32_t count, Moment now) {
  assert(nonce.size() == kPayloadDigits + kProofDigits);
  const Key key = key_of(nonce);
  if (count == 0) return false;
  if (!used_.contains(key)) make_room(now);
  return take(used_[key], count);
}

bool HttpNonces::use_without_count(std::string_view nonce, Moment now) { return use(nonce, UINT32_MAX, now); }

bool HttpNonces::take(Used& used, std::uint32_t count) {
  if (count > used.highest) {
    const std::uint32_t step = count - used.highest;
    const std::uint64_t shifted = step >= kWindow ? 0 : used.below << step;
    const bool remembers_highest = used.highest != 0 && step <= kWindow;
    used.below = shifted | (remembers_highest ? std::uint64_t{1} << (step - 1) : 0);
    used.highest = count;
    return true;
  }
  if (count == used.highest || used.highest - count > kWindow) return false;
  const std::uint64_t bit = std::uint64_t{1} << (used.highest - count - 1);
  if ((used.below & bit) != 0) return false;
  used.below |= bit;
  return true;
}

void HttpNonces::make_room(Moment now) {
  while (!used_.empty() && now - lifetime_ >= Moment(Duration(used_.begin()->first.first))) used_.erase(used_.begin());
  if (used_.size() < most_kept_) return;
  forgotten_ = std::max(forgotten_, used_.begin()->first);
  used_.erase(used_.begin());
  assert(used_.size() < most_kept_);
}

std::string HttpNonces::proof_of(std::string_view payload) const {
  const digest::HexHash hash = digest::hash(digest::Algorithm::kMd5, {secret_, payload, secret_});
  return std::string(hash.text().substr(0, kProofDigits));
}

}  // namespace dialtone

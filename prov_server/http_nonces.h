// The nonces of HTTP's digest challenges (RFC 7616 section 3.3). Each carries the moment when it was issued and a proof
// that it is ours, so that nothing is kept for those who never come back; what is kept, and bounded, is which counts
// have been used with those that did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "values/time.h"

namespace dialtone {

class HttpNonces {
 public:
  enum class Judgement : std::uint8_t { kFresh, kExpired, kForeign };
  // Of so many nonces the used counts are kept. To make room, the oldest are forgotten, and with them every nonce as
  // old as they, which counts as expired then: no count is ever taken twice.
  static constexpr std::size_t kMostKept = 65'536;

  // `secret` is drawn by the caller; nobody may guess it. A nonce is fresh until `lifetime` has passed.
  HttpNonces(std::string secret, Duration lifetime, std::size_t most_kept = kMostKept);

  // Never the same twice.
  std::string issue(Moment now);
  Judgement judge(std::string_view nonce, Moment now) const;
  // Whether the count, from 1 on, was not used before with this nonce, which is fresh. Then it is used. Counts may
  // overtake each other by up to 64.
  bool use(std::string_view nonce, std::uint32_t count, Moment now);
  // For credentials of the old form, without a count (RFC 7616 section 3.4.1 needs one): once, and nothing after it.
  bool use_without_count(std::string_view nonce, Moment now);

 private:
  // Moment and sequence number.
  using Key = std::pair<std::int64_t, std::uint64_t>;
  struct Used {
    std::uint32_t highest = 0;
    std::uint64_t below = 0;  // bit n: highest - 1 - n was used
  };

  static bool take(Used& used, std::uint32_t count);
  std::string proof_of(std::string_view payload) const;
  void make_room(Moment now);

  std::string secret_;
  Duration lifetime_;
  std::size_t most_kept_;
  std::uint64_t issued_ = 0;
  Key forgotten_{INT64_MIN, 0};  // this one, and every older one
  std::map<Key, Used> used_;
};

}  // namespace dialtone

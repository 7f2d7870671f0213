// Remembers which nonce counts (nc) have come with each nonce, so that no credentials are accepted twice (RFC 7616 3.4,
// 5.8). Memory is bounded: a nonce whose counts were forgotten is never accepted again.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>

#include "values/time.h"

namespace dialtone {

// Identifies a nonce. Ordered by the moment of issue; the salt orders the nonces issued at the same moment.
struct NonceIdentity {
  Moment issued;
  std::uint64_t salt = 0;

  friend auto operator<=>(const NonceIdentity&, const NonceIdentity&) = default;
};

class NonceCounts {
 public:
  // A count may be this far below the highest count of its nonce and is still checked by itself. A lower count is
  // treated as used.
  static constexpr std::uint32_t kWindow = 64;

  // Keeps the counts of at most `most` nonces; beyond that, forgets the oldest nonces.
  explicit NonceCounts(std::size_t most) : most_(most) {}

  // Returns true, and notes the use, if this count comes with this nonce for the first time. False for a forgotten
  // nonce.
  bool use(const NonceIdentity& nonce, std::uint32_t count);
  // Marks every count of the nonce as used. Returns false if this was done before, or the nonce is forgotten.
  bool use_up(const NonceIdentity& nonce);
  // Forgets the nonces issued at this moment or before.
  void forget(Moment issued);
  // Returns true if the nonce is forgotten, so that use() refuses each of its counts.
  bool has_forgotten(const NonceIdentity& nonce) const { return nonce <= forgotten_; }

  std::size_t size() const { return windows_.size(); }

 private:
  struct Window {
    std::uint32_t highest = 0;
    // Bit n is set if the count `highest` - 1 - n was used.
    std::uint64_t used_below = 0;

    bool take(std::uint32_t count);
  };

  std::size_t most_;
  std::map<NonceIdentity, Window> windows_;
  // This nonce and all older ones are forgotten; none of them has a window.
  NonceIdentity forgotten_{Moment::min(), 0};
};

}  // namespace dialtone

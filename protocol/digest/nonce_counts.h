// Which nonce counts (nc) have come with which nonce, so that no credentials are taken twice (RFC 7616 3.4, 5.8).
// Memory is bounded: a nonce whose counts were forgotten is never taken again.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>

#include "values/time.h"

namespace dialtone {

// Identifies a nonce. The order is that of issue; the salt orders the nonces of one moment.
struct NonceIdentity {
  Moment issued;
  std::uint64_t salt = 0;

  friend auto operator<=>(const NonceIdentity&, const NonceIdentity&) = default;
};

class NonceCounts {
 public:
  // How far below the highest count of its nonce a count may come and still be judged. A lower one counts as used.
  static constexpr std::uint32_t kWindow = 64;

  // Counts are kept of at most `most` nonces; for more, the oldest nonces are forgotten.
  explicit NonceCounts(std::size_t most) : most_(most) {}

  // True if this count comes with this nonce for the first time. False for a forgotten nonce.
  bool use(const NonceIdentity& nonce, std::uint32_t count);
  // Uses every count of the nonce. Returns false if this was done before, or the nonce is forgotten.
  bool use_up(const NonceIdentity& nonce);
  // Forgets the nonces that were issued at that moment or before.
  void forget(Moment issued);
  // Whether use() refuses every count of this nonce.
  bool has_forgotten(const NonceIdentity& nonce) const { return nonce <= forgotten_; }

  std::size_t size() const { return windows_.size(); }

 private:
  struct Window {
    std::uint32_t highest = 0;
    // Bit n is set if `highest` - 1 - n was used.
    std::uint64_t used_below = 0;

    bool take(std::uint32_t count);
  };

  std::size_t most_;
  std::map<NonceIdentity, Window> windows_;
  // This nonce and every older one; none of them has a window.
  NonceIdentity forgotten_{Moment::min(), 0};
};

}  // namespace dialtone

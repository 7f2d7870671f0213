// Which counts (nc) have been used with which nonce, so that no credentials are taken twice (RFC 7616 3.4, 5.8).
// Bounded whatever comes: a nonce whose counts had to be forgotten is never taken again.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>

#include "values/time.h"

namespace dialtone {

// What makes a nonce this one.
struct NonceIdentity {
  Moment issued;
  std::uint64_t salt = 0;

  friend auto operator<=>(const NonceIdentity&, const NonceIdentity&) = default;
};

class NonceCounts {
 public:
  // How far behind the highest a count may come and still be judged; older ones count as used.
  static constexpr std::uint32_t kWindow = 64;

  // Of at most so many nonces; beyond that those that were issued first are forgotten.
  explicit NonceCounts(std::size_t most) : most_(most) {}

  // Whether the count is used now for the first time.
  bool use(const NonceIdentity& nonce, std::uint32_t count);
  // Forgets the nonces that were issued then or before.
  void forget(Moment issued);

  std::size_t size() const { return windows_.size(); }

 private:
  struct Window {
    std::uint32_t highest = 0;
    // Bit n: whether `highest` - n was used.
    std::uint64_t used = 0;

    bool take(std::uint32_t count);
  };

  std::size_t most_;
  std::map<NonceIdentity, Window> windows_;
  // Of nonces issued then or before, those without a window are not known to be unused.
  Moment forgotten_ = Moment::min();
};

}  // namespace dialtone

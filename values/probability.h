// A probability as a 64-bit integer threshold: comparing it with 64 even bits is exact and the same everywhere.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

class Probability {
 public:
  // Never.
  constexpr Probability() = default;
  // From parts per million, 0 to 1,000,000.
  static constexpr Probability parts_per_million(std::uint64_t parts) {
    Probability probability;
    probability.parts_ = parts;
    probability.threshold_ =
        parts >= 1'000'000 ? ~std::uint64_t{0}
                           : static_cast<std::uint64_t>((static_cast<unsigned __int128>(parts) << 64) / 1'000'000);
    return probability;
  }

  constexpr bool is_zero() const { return parts_ == 0; }
  constexpr std::uint64_t parts() const { return parts_; }
  // Whether the event happens for these even bits.
  constexpr bool covers(std::uint64_t bits) const { return bits < threshold_ || parts_ >= 1'000'000; }

  friend constexpr auto operator<=>(const Probability&, const Probability&) = default;

 private:
  std::uint64_t parts_ = 0;
  std::uint64_t threshold_ = 0;
};

// `5%`, `0.5%`, `0.05` or `1`; up to six decimals of one, from 0 to 100 %.
Result<Probability> parse_probability(std::string_view text);

// As a percentage that parse_probability reads back: `0.5%`.
std::string to_text(Probability probability);

}  // namespace dialtone

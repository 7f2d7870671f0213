// A probability as a 64-bit integer threshold: comparing the threshold with 64 evenly distributed bits is exact and
// gives the same result on every machine.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

class Probability {
 public:
  // The probability 0.
  constexpr Probability() = default;
  // Makes a probability from parts per million, 0 to 1,000,000.
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
  // Returns true if the event happens; `bits` is a draw of 64 evenly distributed bits.
  constexpr bool covers(std::uint64_t bits) const { return bits < threshold_ || parts_ >= 1'000'000; }

  friend constexpr auto operator<=>(const Probability&, const Probability&) = default;

 private:
  std::uint64_t parts_ = 0;
  std::uint64_t threshold_ = 0;
};

// Parses `5%`, `0.5%`, `0.05` or `1`: 0 to 100 %, with at most six decimals of the fraction.
Result<Probability> parse_probability(std::string_view text);

// Writes a percentage that parse_probability reads back: `0.5%`.
std::string to_text(Probability probability);

}  // namespace dialtone

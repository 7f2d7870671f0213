// How many devices of a group: `4950`, or a share of the group, `99%`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/probability.h"
#include "values/result.h"

namespace dialtone {

enum class Quantity : std::uint8_t { kAll, kAny, kNone, kAtLeast, kAtMost };

struct Amount {
  std::uint64_t count = 0;
  // If set, a share of the group, which replaces the count.
  std::optional<Probability> share;

  friend bool operator==(const Amount&, const Amount&) = default;
};

// Parses `4950`, or `99%` with at most four decimals. A failure is a text that follows the key's name: `must be ...`.
Result<Amount> parse_amount(std::string_view text);
std::string to_text(const Amount& amount);

// Returns the smallest number of devices that is "at least the amount" of a group of `size`: a share is rounded up.
std::uint64_t at_least(const Amount& amount, std::uint64_t size);
// Returns the largest number of devices that is "at most the amount" of a group of `size`: a share is rounded down.
std::uint64_t at_most(const Amount& amount, std::uint64_t size);

// Returns by how many devices `count`, of a group of `size`, is too small or too large; zero if the quantity is met.
std::uint64_t lacking(Quantity quantity, const Amount& amount, std::uint64_t count, std::uint64_t size);

}  // namespace dialtone

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
  // Instead of the count: a share of the group.
  std::optional<Probability> share;

  friend bool operator==(const Amount&, const Amount&) = default;
};

// Parses `4950`, or `99%` with at most four decimals. A failure continues a key's name: `must be ...`.
Result<Amount> parse_amount(std::string_view text);
std::string to_text(const Amount& amount);

// The devices that "at least the amount" asks for, of a group of `size`: a share is rounded up.
std::uint64_t at_least(const Amount& amount, std::uint64_t size);
// The devices that "at most the amount" permits: a share is rounded down.
std::uint64_t at_most(const Amount& amount, std::uint64_t size);

// By how many devices `count` of a group of `size` are too few or too many; zero if the quantity is met.
std::uint64_t lacking(Quantity quantity, const Amount& amount, std::uint64_t count, std::uint64_t size);

}  // namespace dialtone

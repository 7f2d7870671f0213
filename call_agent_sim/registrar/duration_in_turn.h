// A duration that changes from one answer to the next.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "values/time.h"

namespace dialtone {

struct DurationInTurn {
  // These in turn; or, if there are none, `from`, and in each further answer `by` more.
  std::vector<Duration> cycle{};
  Duration from{};
  Duration by{};

  // From one second to the most that an answer can state.
  Duration in(std::uint64_t answer) const {
    constexpr Duration kLeast = std::chrono::seconds(1);
    constexpr Duration kMost = std::chrono::seconds(0xFFFFFFFF);
    // By then any change of a second or more has reached a bound.
    constexpr std::uint64_t kLast = 100'000'000;
    if (!cycle.empty()) return cycle[static_cast<std::size_t>(answer % cycle.size())];
    const double changed = static_cast<double>(by.count()) * static_cast<double>(std::min(answer, kLast));
    const double whole = static_cast<double>(from.count()) + changed;
    if (whole <= static_cast<double>(kLeast.count())) return kLeast;
    if (whole >= static_cast<double>(kMost.count())) return kMost;
    return from + by * static_cast<std::int64_t>(std::min(answer, kLast));
  }
  friend bool operator==(const DurationInTurn&, const DurationInTurn&) = default;
};

}  // namespace dialtone

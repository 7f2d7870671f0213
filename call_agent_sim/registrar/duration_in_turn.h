// A duration that changes from one answer to the next.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "values/time.h"

namespace dialtone {

struct DurationInTurn {
  // If `cycle` has durations, they are used in turn. Otherwise the first answer has `from`, and each further one `by`
  // more.
  std::vector<Duration> cycle{};
  Duration from{};
  Duration by{};

  // Returns the duration for answer number `answer`, counted from 0: at least one second, at most what an answer can
  // state.
  Duration in(std::uint64_t answer) const {
    constexpr Duration kLeast = std::chrono::seconds(1);
    constexpr Duration kMost = std::chrono::seconds(0xFFFFFFFF);
    if (!cycle.empty()) return cycle[static_cast<std::size_t>(answer % cycle.size())];
    const double changed = static_cast<double>(by.count()) * static_cast<double>(answer);
    const double whole = static_cast<double>(from.count()) + changed;
    if (whole <= static_cast<double>(kLeast.count())) return kLeast;
    if (whole >= static_cast<double>(kMost.count())) return kMost;
    // Between the bounds the product fits in 64 bits.
    return from + by * static_cast<std::int64_t>(answer);
  }
  friend bool operator==(const DurationInTurn&, const DurationInTurn&) = default;
};

}  // namespace dialtone

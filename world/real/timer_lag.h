// Measures how late this process's own timers fire: a load generator whose timers are late measures its own delay.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "values/time.h"

namespace dialtone {

// A histogram of microseconds in steps of an eighth of a power of two: each value is exact to 12 %.
class TimerLag {
 public:
  void add(Duration lag) {
    const auto microseconds = static_cast<std::uint64_t>(lag.count() > 0 ? lag.count() / 1000 : 0);
    ++counts_[bucket_of(microseconds)];
    ++total_;
  }

  // The 99th percentile, rounded down by less than an eighth of its value.
  double p99_ms() const {
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
      seen += counts_[bucket];
      if (seen * 100 >= total_ * 99) return total_ == 0 ? 0.0 : static_cast<double>(start_of(bucket)) / 1000.0;
    }
    return 0.0;
  }

 private:
  static std::size_t bucket_of(std::uint64_t value) {
    if (value < 8) return static_cast<std::size_t>(value);
    const int exponent = 63 - std::countl_zero(value);
    const auto step = static_cast<std::size_t>((value >> (exponent - 3)) & 7);
    return static_cast<std::size_t>(exponent - 2) * 8 + step;
  }
  static std::uint64_t start_of(std::size_t bucket) {
    if (bucket < 8) return bucket;
    const std::size_t exponent = bucket / 8 + 2;
    return (8 + bucket % 8) << (exponent - 3);
  }

  std::array<std::uint64_t, 8 * 62> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace dialtone

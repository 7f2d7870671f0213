// The range of durations that a key accepts.
#pragma once

#include "values/time.h"

namespace dialtone {

// The longest duration in a scenario, 366 days, so that sums of durations never overflow.
inline constexpr Duration kLongestDuration = std::chrono::hours(8784);

struct DurationRange {
  Duration least{};
  Duration most = kLongestDuration;
  // True if the protocol carries the duration in seconds.
  bool whole_seconds = false;
  // True for a moment of the run: it must be at most the run's length, or earlier (`is_before_end`).
  bool is_within_run = false;
  bool is_before_end = false;
};
inline constexpr DurationRange kPositiveDuration{.least = Duration(1)};
inline constexpr DurationRange kWholeSeconds{.least = std::chrono::seconds(1), .whole_seconds = true};
inline constexpr DurationRange kWithinRun{.least = Duration(1), .is_within_run = true};
inline constexpr DurationRange kBeforeEnd{.least = Duration(1), .is_before_end = true};

}  // namespace dialtone

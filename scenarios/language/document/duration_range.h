// Which durations a key of a scenario takes.
#pragma once

#include "values/time.h"

namespace dialtone {

// No duration of a scenario is longer, so that sums of them never overflow: 366 days.
inline constexpr Duration kLongestDuration = std::chrono::hours(8784);

struct DurationRange {
  Duration least{};
  Duration most = kLongestDuration;
  // Where the protocol carries it in seconds.
  bool whole_seconds = false;
  // Where it is a time of the run: no longer than that, or a moment before its end.
  bool is_within_run = false;
  bool is_before_end = false;
};
inline constexpr DurationRange kPositiveDuration{.least = Duration(1)};
inline constexpr DurationRange kWholeSeconds{.least = std::chrono::seconds(1), .whole_seconds = true};
inline constexpr DurationRange kWithinRun{.least = Duration(1), .is_within_run = true};
inline constexpr DurationRange kBeforeEnd{.least = Duration(1), .is_before_end = true};

}  // namespace dialtone

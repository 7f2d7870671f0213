// Time as values. A world has one monotonic clock. Each host has its own monotonic clock, which may drift, and a wall
// clock, which may be wrong and may be stepped. Moments are counted from the run's start.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

// Integer nanoseconds: 292 years in each direction.
using Duration = std::chrono::nanoseconds;

// The type of both monotonic clocks, Host::now() and Host::world_now(). Compare only moments of the same clock.
struct WorldClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WorldClock, Duration>;
  static constexpr bool is_steady = true;
};

// A moment of the world's clock or of a host's clock; Moment{} is the run's start on both.
using Moment = WorldClock::time_point;

// Later than every event of a run: the deadline of a wait without a limit.
inline constexpr Moment kNever = Moment::max();

// What a wall clock shows: the time since 1970-01-01T00:00:00Z.
using WallTime = std::chrono::sys_time<Duration>;

// Parses `250ms`, `90s`, `1.5h`, `9m40s`, `3d12h`: units from long to short, decimals only in the last. Fails on
// negative durations and on more than 100 years.
Result<Duration> parse_duration(std::string_view text);

// Writes `1.5s`, `250ms`, `0s`, `90m`, `3d8m21.495s`. For 0 to 100 years, parse_duration reads the text back to the
// same value.
std::string to_text(Duration duration);

// Writes RFC 3339 in UTC, to the second: `2026-01-01T00:00:00Z`.
std::string to_rfc3339(WallTime time);

// Parses the form that to_rfc3339 writes; years 1970 to 2261.
Result<WallTime> parse_rfc3339(std::string_view text);

}  // namespace dialtone

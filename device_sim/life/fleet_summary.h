// The result of a fleet's run, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/life/fleet.h"
#include "values/time.h"

namespace dialtone {

// What the summary reports in addition to the fleet's state.
struct FleetRun {
  std::string_view result;  // `passed`, `failed`, `invalid` or `interrupted`
  std::uint64_t seed = 0;
  std::string started;  // the run's start, in the form of RFC 3339
  Duration wall_time{};
  double timer_lag_p99_ms = 0;
  std::string repeat;  // the command that repeats the run
};

// Returns `100 of 100 devices registered after 3.1s; from power-on to registered p50 2.5s, p95 3s, p99 3s`.
std::string summary_line(const DeviceFleet& fleet, const FleetRun& run);
// The content of summary.json: an object with one line for each key.
std::string summary_json(const DeviceFleet& fleet, const FleetRun& run);

}  // namespace dialtone

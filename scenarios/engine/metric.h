// Metrics: numbers computed from the fleet's record, and thresholds on them.
//
// A metric is a stage's duration (fleet_state.h) or the name of an event, which is counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/fleet_state.h"
#include "scenarios/engine/scenario.h"

namespace dialtone {

// The stage whose durations a metric's name stands for; nothing where it is the name of an event.
std::optional<Stage> stage_named(std::string_view metric);

// The smallest value that at least `hundredths` / 100 percent of the values do not exceed (nearest rank); `hundredths`
// from 1 to 10,000. Nothing where there are no values. Orders `values` anew.
std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths);

// Nanoseconds of a duration, or a count. Nothing where there is nothing to take it of.
std::optional<std::int64_t> measure(const Threshold& threshold, std::size_t group, const FleetState& fleet);
bool holds(const Threshold& threshold, std::int64_t value);
// `p(95) = 1.34s`, `count = 17`.
std::string measured_text(const Threshold& threshold, std::int64_t value);
// A duration for a person: three or four digits, `1.34s`, `250ms`, `812us`.
std::string rounded_text(std::int64_t nanoseconds);

}  // namespace dialtone

#include "scenarios/engine/metric.h"

#include <algorithm>
#include <cstdlib>

namespace dialtone {

std::optional<Stage> stage_named(std::string_view metric) {
  for (const Stage stage : {Stage::kBoot, Stage::kProvision, Stage::kRegistration, Stage::kLifecycle}) {
    if (to_text(stage) == metric) return stage;
  }
  return std::nullopt;
}

std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths) {
  if (values.empty()) return std::nullopt;
  const std::size_t scaled = values.size() * static_cast<std::size_t>(hundredths);
  const std::size_t rank = std::max<std::size_t>(1, (scaled + 9'999) / 10'000);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

std::optional<std::int64_t> measure(const Threshold& threshold, std::size_t group, const FleetState& fleet) {
  const std::optional<Stage> stage = stage_named(threshold.metric);
  if (!stage) return static_cast<std::int64_t>(fleet.events_named(group, threshold.metric));
  std::vector<std::int64_t> values = fleet.durations(group, *stage);
  if (threshold.aggregate == Aggregate::kCount) return static_cast<std::int64_t>(values.size());
  if (values.empty()) return std::nullopt;
  switch (threshold.aggregate) {
    case Aggregate::kPercentile: return percentile(values, threshold.percentile);
    case Aggregate::kMedian: return percentile(values, 5'000);
    case Aggregate::kMinimum: return *std::min_element(values.begin(), values.end());
    case Aggregate::kMaximum: return *std::max_element(values.begin(), values.end());
    case Aggregate::kAverage: {
      __int128 sum = 0;
      for (const std::int64_t value : values) sum += value;
      return static_cast<std::int64_t>(sum / static_cast<__int128>(values.size()));
    }
    case Aggregate::kCount: break;
  }
  std::abort();
}

bool holds(const Threshold& threshold, std::int64_t value) {
  switch (threshold.comparison) {
    case Comparison::kLess: return value < threshold.bound;
    case Comparison::kLessOrEqual: return value <= threshold.bound;
    case Comparison::kGreater: return value > threshold.bound;
    case Comparison::kGreaterOrEqual: return value >= threshold.bound;
    case Comparison::kEqual: return value == threshold.bound;
  }
  std::abort();
}

std::string rounded_text(std::int64_t nanoseconds) {
  std::int64_t unit = 1;
  while (nanoseconds / unit >= 10'000) unit *= 10;
  return to_text(Duration((nanoseconds + unit / 2) / unit * unit));
}

std::string measured_text(const Threshold& threshold, std::int64_t value) {
  const bool counted = threshold.aggregate == Aggregate::kCount || !stage_named(threshold.metric);
  const std::string aggregate = threshold.text.substr(0, threshold.text.find_first_of("<>="));
  return aggregate + " = " + (counted ? std::to_string(value) : rounded_text(value));
}

}  // namespace dialtone

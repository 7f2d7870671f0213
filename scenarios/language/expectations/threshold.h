// Thresholds on metrics, in k6's syntax (https://grafana.com/docs/k6/latest/using-k6/thresholds/).
#pragma once

#include <string>
#include <string_view>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/metric_name.h"
#include "values/result.h"

namespace dialtone {

// Parses an aggregate, one of < <= > >= ==, and a bound. Blanks between them are dropped. The metric, the group and the
// scope stay empty.
//   durations, numbers   `p(95)<2s`, `avg<=500ms`, `med<1s`, `min>10ms`, `max<1s`, `count>=5000`;
//                        a percentile from p(0.01) to p(100) with at most two decimals
//   events               `count>=5000`, `rate<=500/s` (over the judged time), `peak<=500/s` (in any one second),
//                        `peak(10s)<=500/s` (on average over any ten seconds)
//   times to a state     `p(99)<10m` (until 99 % of the devices are in it), `min`, `med`, `max`
//   shares               `rate<0.01`, `rate<1%`, and `count==0` of failures
//   any                  `p(95)<=1.2x`: a factor from 0.001x to 1000x of what a control run measures
Result<Threshold> parse_threshold(std::string_view text, MetricKind kind = MetricKind::kDurations);

// Returns the unit of the values that an aggregate yields for a metric of that kind.
ThresholdUnit unit_of(Aggregate aggregate, MetricKind kind);

// Returns the text that parse_threshold() reads back, without blanks.
std::string to_text(const Threshold& threshold);
// Returns the text of the aggregate: `p(95)`.
std::string aggregate_text(const Threshold& threshold);

// Returns millionths as a decimal number: `0.01`.
std::string millionths_text(std::int64_t millionths);

}  // namespace dialtone

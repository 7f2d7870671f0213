// Thresholds on metrics, in k6's syntax (https://grafana.com/docs/k6/latest/using-k6/thresholds/).
#pragma once

#include <string>
#include <string_view>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/metric_name.h"
#include "values/result.h"

namespace dialtone {

// An aggregate, one of < <= > >= ==, and a bound, with blanks between them, which are dropped. The metric, the group
// and the scope are left empty.
//   of durations and numbers   `p(95)<2s`, `avg<=500ms`, `med<1s`, `min>10ms`, `max<1s`, `count>=5000`; a percentile
//   has
//                              at most two decimals, from p(0.01) to p(100)
//   of events                  `count>=5000`, `rate<=500/s` (over the time that is looked at), `peak<=500/s` (the most
//   in
//                              any one second)
//   of shares                  `rate<0.01`, `rate<1%`, and `count==0` of those that failed
Result<Threshold> parse_threshold(std::string_view text, MetricKind kind = MetricKind::kDurations);

// As parse_threshold reads it, without blanks.
std::string to_text(const Threshold& threshold);
// The aggregate alone: `p(95)`.
std::string aggregate_text(const Threshold& threshold);

// Millionths as a decimal number: `0.01`.
std::string millionths_text(std::int64_t millionths);

}  // namespace dialtone

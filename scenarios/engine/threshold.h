// Thresholds on metrics, in k6's syntax (https://grafana.com/docs/k6/latest/using-k6/thresholds/).
#pragma once

#include <string>
#include <string_view>

#include "scenarios/engine/scenario.h"
#include "values/result.h"

namespace dialtone {

// `p(95)<2s`, `avg<=500ms`, `med<1s`, `min>10ms`, `max<1s`, `count>=5000`: an aggregate, one of < <= > >= ==, and a
// duration, or a whole number after `count`. Blanks between them are dropped. A percentile has at most two decimals,
// from p(0.01) to p(100). The metric and the group are left empty.
Result<Threshold> parse_threshold(std::string_view text);

// As parse_threshold reads it, without blanks.
std::string to_text(const Threshold& threshold);

}  // namespace dialtone

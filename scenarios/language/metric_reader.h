// A threshold on a metric: `metric: { registration.duration: p(95)<2s, of: homes, from: 1m }`. Its name
// (metric_name.h) is a key beside `of` and the scope's.
#pragma once

#include "scenarios/language/scope_reader.h"

namespace dialtone {

void read_metric(MapCursor& map, const ExpectationContext& context, Expectation& expectation);

}  // namespace dialtone

// A threshold on a metric: `metric: { registration.duration: p(95)<2s, of: homes, from: 1m }`. Its name
// (metric_name.h) is a key beside `of` and the scope's.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// The metric and its threshold: of a map whose other keys have all been read, into a threshold that has them. False
// where there is none.
bool read_metric(MapCursor& map, Threshold& threshold);

}  // namespace dialtone

// What holds in every scenario unless it says otherwise: `safety: none`, `liveness: none`, `liveness: { within: 5m }`.
#pragma once

#include "scenarios/language/scenario.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

void read_safety_and_liveness(MapCursor& map, Scenario& scenario);

}  // namespace dialtone

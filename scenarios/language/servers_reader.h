// Reads `servers`: what serves the devices.
#pragma once

#include "scenarios/language/scenario.h"
#include "scenarios/language/scenario_names.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

// From the scenario's map, which may lack it.
void read_servers(MapCursor& root, const ScenarioNames& names, Scenario& scenario);

}  // namespace dialtone

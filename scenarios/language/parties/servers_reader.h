// Reads `servers`: what serves the devices.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// From the scenario's map, which may lack it.
void read_servers(MapCursor& root, const ScenarioNames& names, Scenario& scenario);

}  // namespace dialtone

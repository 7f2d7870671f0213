// Reads `servers`: what serves the devices.
#pragma once

#include "scenarios/language/scenario.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

// From the scenario's map, which may lack it.
void read_servers(MapCursor& root, Scenario& scenario);

}  // namespace dialtone

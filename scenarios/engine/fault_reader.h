// Reads `faults`: what goes wrong, and when.
#pragma once

#include <vector>

#include "scenarios/engine/scenario.h"
#include "scenarios/engine/scenario_names.h"
#include "scenarios/engine/yaml_cursor.h"

namespace dialtone {

// Of `scenario`, its duration and its servers are read already.
std::vector<Fault> read_faults(const YamlNode& section, const ScenarioNames& names, const Scenario& scenario,
                               FaultList& faults);

}  // namespace dialtone

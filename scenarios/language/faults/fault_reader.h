// Reads `faults`: what goes wrong, and when.
#pragma once

#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// Of `scenario`, its duration and its servers are read already.
std::vector<Fault> read_faults(const YamlNode& section, ScenarioNames names, const Scenario& scenario,
                               FaultList& faults);

}  // namespace dialtone

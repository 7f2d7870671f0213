// Reads the section `faults`.
#pragma once

#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// `run`: the length of the scenario.
std::vector<Fault> read_faults(const YamlNode& section, const ScenarioNames& names, Duration run,
                               Diagnostics& diagnostics);

}  // namespace dialtone

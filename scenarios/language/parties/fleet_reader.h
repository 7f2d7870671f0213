// The parts of a scenario that say who there is: profiles and groups.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// Groups have 10.16.0.0/12 to 10.240.0.0/12, a block each.
inline constexpr std::size_t kMostGroups = 15;

std::vector<ProfileSettings> read_profiles(const YamlNode& profiles, const ScenarioNames& names, FaultList& faults);

// `scenario` has its duration and faults already; `directory` is where a file of devices stands, empty or ending in
// `/`.
std::vector<Group> read_fleet(const YamlNode& fleet, const Scenario& scenario, const ScenarioNames& names,
                              const std::string& directory, FaultList& faults);

}  // namespace dialtone

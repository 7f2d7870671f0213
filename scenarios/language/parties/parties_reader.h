// Reads the sections about the servers, the devices and the network between them.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/names/scenario_names.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The maximum number of groups: each gets one of the address blocks 10.16.0.0/12 to 10.240.0.0/12.
inline constexpr std::size_t kMostGroups = 15;

std::vector<ProfileSettings> read_profiles(const YamlNode& profiles, const ScenarioNames& names,
                                           Diagnostics& diagnostics);

// The duration and the faults in `scenario` must have been read. `directory`: where CSV files are; empty, or ending
// with `/`.
std::vector<Group> read_fleet(const YamlNode& fleet, const Scenario& scenario, const ScenarioNames& names,
                              const std::string& directory, Diagnostics& diagnostics);

// `root`: the scenario's map, in which the section may be absent.
void read_servers(MapCursor& root, const ScenarioNames& names, Scenario& scenario);

std::vector<NatSettings> read_nats(const YamlNode& section, const ScenarioNames& names, Diagnostics& diagnostics);
std::vector<ProxySettings> read_proxies(const YamlNode& section, Diagnostics& diagnostics);
void read_network(const YamlEntry& section, const ScenarioNames& names, Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone

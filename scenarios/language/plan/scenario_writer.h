// Writes a scenario as YAML that read_scenario() reads back, such as a run's plan.yaml.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The maximum number of devices that a plan lists in its YAML; larger groups have a CSV file.
inline constexpr std::size_t kMostInlineDevices = 200;

// needs_devices_file(): true if the group has a CSV file. The other function returns the file's name:
// `homes.devices.csv`. write_devices_csv() (device_list.h) returns its text.
bool needs_devices_file(const Group& group);
std::string devices_file_name(const Group& group);

// Writes every setting, including defaults, so that a later version of dialtone repeats the run. The lines of `comment`
// come first, each after `# `. Does not write places, the path, or the `power_on` of a group with `devices`.
std::string write_scenario(const Scenario& scenario, std::string_view comment = "");

// A file in a plan's directory.
struct ScenarioFile {
  std::string name;
  std::string text;
};

// Returns the scenario as the file `name`, then its CSV files.
std::vector<ScenarioFile> write_scenario_files(const Scenario& scenario, const std::string& name,
                                               std::string_view comment = "");

}  // namespace dialtone

// Writes a scenario so that read_scenario reads back the same one: a run's plan.yaml.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// A group with more devices has them in a CSV file beside its scenario.
inline constexpr std::size_t kMostInlineDevices = 200;

// Whether `group` has a file of its own, and its name: `homes.devices.csv`. Its text is write_devices_csv's
// (device_list.h).
bool needs_devices_file(const Group& group);
std::string devices_file_name(const Group& group);

// YAML with every setting spelled out, defaults too, so that a later version repeats the run. Each line of `comment`
// comes first, behind `# `. Not written: a group's power_on where it has devices, places, and the path.
std::string write_scenario(const Scenario& scenario, std::string_view comment = "");

// A file of a plan's directory.
struct ScenarioFile {
  std::string name;
  std::string text;
};

// The scenario as `name`, and behind it the CSV files that it refers to.
std::vector<ScenarioFile> write_scenario_files(const Scenario& scenario, const std::string& name,
                                               std::string_view comment = "");

}  // namespace dialtone

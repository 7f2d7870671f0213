// Writes a scenario as YAML that read_scenario() reads back, such as a run's plan.yaml.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// A group with more devices has them in a CSV file.
inline constexpr std::size_t kMostInlineDevices = 200;

// True if the group has a CSV file, and the file's name: `homes.devices.csv`. write_devices_csv() (device_list.h) gives
// its text.
bool needs_devices_file(const Group& group);
std::string devices_file_name(const Group& group);

// Writes every setting, also defaults, so that a later version of dialtone repeats the run. The lines of `comment` come
// first, each after `# `. Places, the path, and the power_on of a group with devices are not written.
std::string write_scenario(const Scenario& scenario, std::string_view comment = "");

// A file of a plan's directory.
struct ScenarioFile {
  std::string name;
  std::string text;
};

// The scenario as `name`, followed by its CSV files.
std::vector<ScenarioFile> write_scenario_files(const Scenario& scenario, const std::string& name,
                                               std::string_view comment = "");

}  // namespace dialtone

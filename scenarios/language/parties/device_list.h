// The list of a group's devices in a plan: in the YAML itself, or as a CSV file beside it with the columns
// `name,index,power_on` and one for each fault that targets the group. A fault's cell is empty if the fault spares the
// device.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The maximum number of devices in a group, for which a block of addresses is reserved.
inline constexpr std::size_t kMostDevicesInGroup = 1'000'000;
inline constexpr std::size_t kLargestDevicesCsv = 256 * 1024 * 1024;

// What is needed to check a list of devices: the scenario's faults, the group, and the length of the scenario.
struct DeviceListContext {
  const std::vector<Fault>& faults;
  std::string group;
  Duration duration{};
};

// Reads items such as `{ name: homes-0001, index: 0, power_on: 1.2s, faults: { blackout: 5s } }`.
std::vector<PlannedDevice> read_devices(const YamlNode& list, const DeviceListContext& context,
                                        Diagnostics& diagnostics);

// Parses the text of a CSV file. `path`: the file's name in messages. A byte order mark and CRLF are accepted.
std::vector<PlannedDevice> parse_devices_csv(std::string_view csv, const std::string& path,
                                             const DeviceListContext& context, Diagnostics& diagnostics);

// The CSV text that parse_devices_csv() reads back. The group must have devices.
std::string write_devices_csv(const Scenario& scenario, const Group& group);

}  // namespace dialtone

// The devices of a group that a plan names, inline in YAML or as CSV beside it: `name,index,power_on` and a column for
// each fault that targets the group, empty where it spares the device.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// A group's largest size, for which addresses are set aside.
inline constexpr std::size_t kMostDevicesInGroup = 1'000'000;
inline constexpr std::size_t kLargestDevicesCsv = 256 * 1024 * 1024;

// Which faults a device of a group can have, and until when things happen.
struct DeviceListContext {
  const std::vector<Fault>& faults;
  std::string group;
  Duration duration{};
};

// Items such as `{ name: homes-0001, index: 0, power_on: 1.2s, faults: { blackout: 5s } }`.
std::vector<PlannedDevice> read_devices(const YamlNode& list, const DeviceListContext& context, FaultList& faults);

// The text of a CSV file; `path` is for messages. A byte order mark and CRLF are accepted.
std::vector<PlannedDevice> parse_devices_csv(std::string_view csv, const std::string& path,
                                             const DeviceListContext& context, FaultList& faults);

// As parse_devices_csv reads it. The group must have devices.
std::string write_devices_csv(const Scenario& scenario, const Group& group);

}  // namespace dialtone

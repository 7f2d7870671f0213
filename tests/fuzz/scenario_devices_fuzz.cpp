// Any CSV of devices is read or refused, line by line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "scenarios/language/parties/device_list.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Scenario scenario;
  Fault& blackout = scenario.faults.emplace_back();
  blackout.name = "blackout";
  blackout.target = "homes";
  const DeviceListContext context{scenario.faults, "homes", scenario.duration};
  Diagnostics diagnostics("fuzz.yaml", {});
  Group group;
  group.name = "homes";
  group.devices = parse_devices_csv(std::string(data, data + size), "fuzz.csv", context, diagnostics);
  if (!diagnostics.empty()) return 0;
  const std::string written = write_devices_csv(scenario, group);
  Diagnostics none("fuzz.yaml", {});
  group.devices = parse_devices_csv(written, "fuzz.csv", context, none);
  if (!none.empty() || write_devices_csv(scenario, group) != written) std::abort();
  return 0;
}

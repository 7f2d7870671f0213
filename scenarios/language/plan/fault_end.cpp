#include "scenarios/language/plan/fault_end.h"

#include <algorithm>

namespace dialtone {

Duration known_end(const Fault& fault) {
  const Duration begin = fault.when ? fault.when->after : fault.at + fault.spread;
  return begin + length_of(fault);
}

Duration settled_by(const Scenario& scenario) {
  Duration latest{};
  for (const Fault& fault : scenario.faults) latest = std::max(latest, known_end(fault));
  for (const Group& group : scenario.fleet) {
    latest = std::max(latest, group.power_on.at + group.power_on.spread);
    if (!group.devices) continue;
    for (const PlannedDevice& device : *group.devices) latest = std::max(latest, device.power_on - Moment{});
  }
  return latest;
}

}  // namespace dialtone

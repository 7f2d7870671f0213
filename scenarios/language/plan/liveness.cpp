#include "scenarios/language/plan/liveness.h"

#include <algorithm>

#include "scenarios/language/faults/act_table.h"

namespace dialtone {

bool changes_to_the_end(const Fault& fault, const Scenario& scenario) {
  return is_carried_out_by(fault.action, Executor::kChanger) && !fault.when && fault.until >= scenario.duration;
}

Duration settled_by(const Scenario& scenario) {
  Duration latest{};
  for (const Fault& fault : scenario.faults) {
    if (!changes_to_the_end(fault, scenario)) latest = std::max(latest, known_end(fault));
  }
  for (const Group& group : scenario.fleet) {
    if (group.load) continue;
    latest = std::max(latest, group.power_on.at + group.power_on.spread);
    if (!group.devices) continue;
    for (const PlannedDevice& device : *group.devices) latest = std::max(latest, device.power_on - Moment{});
  }
  return latest;
}

std::optional<Duration> liveness_time(const Scenario& scenario) {
  const Duration start = settled_by(scenario);
  if (!scenario.liveness || start >= scenario.duration) return std::nullopt;
  return std::min(*scenario.liveness, scenario.duration - start);
}

void check_liveness(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  const YamlNode* liveness = root.find("liveness");
  const YamlNode* within = liveness == nullptr ? nullptr : liveness->find("within");
  const std::optional<Duration> time = liveness_time(scenario);
  if (within == nullptr || !time || *scenario.liveness <= *time) return;
  diagnostics.report(within->origin,
                     "'within' must be at most " + to_text(*time) + ", not " + to_text(*scenario.liveness) +
                         ": the last fault has ended and the last device is on at " + to_text(settled_by(scenario)) +
                         ", and the scenario ends at " + to_text(scenario.duration));
}

}  // namespace dialtone

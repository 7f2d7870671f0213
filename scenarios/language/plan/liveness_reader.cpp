#include "scenarios/language/plan/liveness_reader.h"

#include "scenarios/language/plan/fault_end.h"

namespace dialtone {

void check_liveness(const YamlNode& root, const Scenario& scenario, FaultList& faults) {
  const YamlNode* liveness = root.find("liveness");
  const YamlNode* within = liveness == nullptr ? nullptr : liveness->find("within");
  if (within == nullptr || !scenario.liveness) return;
  const Duration start = settled_by(scenario);
  if (start >= scenario.duration || *scenario.liveness <= scenario.duration - start) return;
  faults.report(within->origin, "'within' must be at most " + to_text(scenario.duration - start) + ", not " +
                                    to_text(*scenario.liveness) +
                                    ": the last fault has ended and the last device is on at " + to_text(start) +
                                    ", and the scenario ends at " + to_text(scenario.duration));
}

}  // namespace dialtone

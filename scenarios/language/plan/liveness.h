// Liveness: how long healthy devices have to register after every fault has ended, as far as the scenario tells.
#pragma once

#include <optional>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// True if the fault changes what devices are until the scenario ends. Then liveness does not ask these devices, and
// asks all others as if there were no such fault.
bool changes_to_the_end(const Fault& fault, const Scenario& scenario);

// When every other fault has ended (known_end()) and every device has been switched on.
Duration settled_by(const Scenario& scenario);

// The scenario's bound, or less if the scenario ends earlier. Nothing if liveness is off or a fault lasts to the end.
std::optional<Duration> liveness_time(const Scenario& scenario);

// Reports a bound in the document that exceeds the rest of the scenario. Without such a rest nothing is judged, and
// nothing reported.
void check_liveness(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone

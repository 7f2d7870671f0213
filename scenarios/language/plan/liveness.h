// Liveness: how long healthy devices have to register after every fault has ended, as far as it follows from the
// scenario.
#pragma once

#include <optional>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// True if the fault changes what devices are until the scenario ends. Liveness then does not require these devices to
// register, and otherwise ignores the fault.
bool changes_to_the_end(const Fault& fault, const Scenario& scenario);

// Returns when every other fault has ended (known_end()) and every device has been switched on.
Duration settled_by(const Scenario& scenario);

// Returns the scenario's bound, or less if the scenario ends earlier. Returns nullopt if liveness is off or a fault
// lasts to the end.
std::optional<Duration> liveness_time(const Scenario& scenario);

// Reports a bound of `liveness: { within }` that is longer than the time from the last fault's end to the scenario's
// end. If there is no such time, liveness is not judged and nothing is reported.
void check_liveness(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone

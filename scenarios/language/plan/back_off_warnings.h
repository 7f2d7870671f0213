// Waits of devices that a scenario's faults can cause and that liveness has no time for.
#pragma once

#include <optional>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// How long the devices have, by what the scenario says of itself, to become registered once every fault has ended and
// every device has been switched on: `liveness`, or less where the end comes first. Nothing where liveness is not
// asked: it is switched off, or a fault lasts to the end.
std::optional<Duration> liveness_time(const Scenario& scenario);

// For each fault that can make a healthy device wait for longer than that before it tries again, at the fault's place:
// by the profile's back-off, which doubles while the fault lasts, or by an answer's Retry-After. What a fault can cause
// in other ways is not computed.
std::vector<Diagnostic> back_off_warnings(const Scenario& scenario);

}  // namespace dialtone

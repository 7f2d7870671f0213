// Warns of faults that can make devices wait for longer than liveness allows.
#pragma once

#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// A warning for each fault that can make a healthy device wait for longer than liveness_time() before it tries again,
// at the fault's place. The wait comes from the profile's back-off, which doubles while the fault lasts, or from an
// answer's Retry-After. Other effects of faults are not computed.
std::vector<Diagnostic> back_off_warnings(const Scenario& scenario);

}  // namespace dialtone

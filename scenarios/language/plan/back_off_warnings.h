// Warnings about faults that can make devices wait for longer than liveness allows.
#pragma once

#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Returns a warning for each fault that can make a healthy device wait longer than liveness_time() before its next
// attempt, with the fault's place. The wait comes from the profile's back-off, which doubles while the fault lasts, or
// from the Retry-After of an answer. Other effects of faults are not considered.
std::vector<Diagnostic> back_off_warnings(const Scenario& scenario);

}  // namespace dialtone

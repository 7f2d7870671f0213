// When a scenario's faults are over, as far as the scenario says so itself.
#pragma once

#include "scenarios/language/faults/fault.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// When the fault has ended everywhere: the latest that a draw can give; of one that waits for what happens in the run,
// the earliest that can be.
Duration known_end(const Fault& fault);

// When every fault has ended and every device has been switched on, by the same measure.
Duration settled_by(const Scenario& scenario);

}  // namespace dialtone

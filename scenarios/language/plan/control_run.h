// Control runs: a scenario without some of its faults, to see which effects the faults have.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "values/result.h"

namespace dialtone {

// Removes the faults, and every expectation that names one of them: in its scope, in the events that it asks for, or as
// the fault that its control run leaves out. Lists both in Scenario::without and Scenario::left_out. The random draws
// of all other faults stay the same. Fails, and changes nothing, if a name is not that of a fault.
Result<void> leave_out(Scenario& scenario, const std::vector<std::string>& faults);

}  // namespace dialtone

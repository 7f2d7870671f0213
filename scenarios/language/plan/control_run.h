// Control runs: a scenario without some of its faults, to see what they cause.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "values/result.h"

namespace dialtone {

// Removes the faults, and the expectations that name one of them: in their scope, in the events that they ask for, or
// as the fault without which they compare. Scenario::without and Scenario::left_out tell which. All other faults keep
// their draws. Fails, without a change, if there is no fault of a given name.
Result<void> leave_out(Scenario& scenario, const std::vector<std::string>& faults);

}  // namespace dialtone

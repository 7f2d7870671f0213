// The control run of a scenario: the same without some of its faults, which shows what they are the cause of.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "values/result.h"

namespace dialtone {

// Takes these faults out of the scenario, and the expectations that name one of them: that count from its end or look
// at its time, or that ask for its own events. Scenario::without and Scenario::left_out say which. All other faults
// keep their draws. Fails on a name that no fault has, and then changes nothing.
Result<void> leave_out(Scenario& scenario, const std::vector<std::string>& faults);

}  // namespace dialtone

// The keys at the top level of a scenario that are not sections.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, Scenario& scenario);

}  // namespace dialtone

// The keys at the head of a scenario, before its sections.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, Scenario& scenario);

}  // namespace dialtone

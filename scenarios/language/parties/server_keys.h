// The keys of what serves the devices.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, ProvisioningSettings& server);
void describe(Keys& keys, CallAgentSettings& server);

}  // namespace dialtone

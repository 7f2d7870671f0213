// The keys of groups, of servers, and of the links and NATs between them.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The access link of each device of a group.
void describe(Keys& keys, Link& link);
void describe(Keys& keys, NatOptions& nat);
void describe(Keys& keys, ProvisioningSettings& server);
void describe(Keys& keys, CallAgentSettings& server);
// All keys but `count`, `power_on` and `devices`.
void describe(Keys& keys, Group& group);
// `count` and `power_on`. `devices` (device_list.h) may replace both.
void describe_size(Keys& keys, Group& group);

}  // namespace dialtone

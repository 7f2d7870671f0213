// The keys of groups, of servers, and of the links and NATs between them.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The keys of the access link of each device in a group.
void describe(Keys& keys, Link& link);
void describe(Keys& keys, NatOptions& nat);
void describe(Keys& keys, ProvisioningSettings& server);
void describe(Keys& keys, CallAgentSettings& server);
// The keys of a group, except `count`, `power_on` and `devices`.
void describe(Keys& keys, Group& group);
// The keys `count` and `power_on`. `devices` (device_list.h) may replace both.
void describe_size(Keys& keys, Group& group);

}  // namespace dialtone

// The keys of a group of devices.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// But for how many there are.
void describe(Keys& keys, Group& group);
// `count` and `power_on`, in place of which `devices` may stand (device_list.h).
void describe_size(Keys& keys, Group& group);

}  // namespace dialtone

// The keys of what lies between the parties: links and address translators.
#pragma once

#include "scenarios/language/keys/keys.h"
#include "world/link.h"
#include "world/virtual/nat_options.h"

namespace dialtone {

// The access link of each device of a group.
void describe(Keys& keys, Link& link);

void describe(Keys& keys, NatOptions& nat);

}  // namespace dialtone

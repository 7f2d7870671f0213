// The keys of faults for the schema and the reference: every key that any form of a fault has (fault_keys.h).
#pragma once

#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

// Returns the keys of a fault. The keys of `do` are only in its schema; for the others see act_keys_on().
std::vector<KeyFacts> fault_keys();
// Returns the words of `do` for a kind of target, with the keys below them.
std::vector<KeyFacts> act_keys_on(TargetKind target);

}  // namespace dialtone

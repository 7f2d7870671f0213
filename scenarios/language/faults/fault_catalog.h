// What the schema and the reference have of faults (fault_keys.h): the keys of all their forms together.
#pragma once

#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

// Of a fault; those of `do` stand in its schema only.
std::vector<KeyFacts> fault_keys();
// The words of `do` for a target of that kind, with what stands under them.
std::vector<KeyFacts> act_keys_on(TargetKind target);

}  // namespace dialtone

// The keys of faults for the schema and the reference: the union of all forms (fault_keys.h).
#pragma once

#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

// The keys of a fault. Those of `do` are in its schema only; see act_keys_on().
std::vector<KeyFacts> fault_keys();
// The words of `do` for a kind of target, with the keys below them.
std::vector<KeyFacts> act_keys_on(TargetKind target);

}  // namespace dialtone

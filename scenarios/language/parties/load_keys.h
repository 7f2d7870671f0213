// The keys of `load`, and the rules between them and the other keys of a group.
#pragma once

#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, LoadSettings& load);

// Reports the keys of a group with a load that do nothing. `map` is the group's.
void check_load(MapCursor& map, const Group& group);
// Reports loads that claim to be others if there are none.
void check_claimed_identities(const std::vector<Group>& fleet, Diagnostics& diagnostics);

}  // namespace dialtone

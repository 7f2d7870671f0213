// The keys of `load`, and checks of `load` against the other keys of a group.
#pragma once

#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, LoadSettings& load);

// If the group has a load: reports keys of the group that then do nothing. `map` is the group's map.
void check_load(MapCursor& map, const Group& group);
// Reports loads that claim the identities of other devices if there are no other devices.
void check_claimed_identities(const std::vector<Group>& fleet, Diagnostics& diagnostics);

}  // namespace dialtone

// The keys of a profile: a model's habits (device_sim/model/profile.h), and what its devices were made with.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, ProfileSettings& profile);
void describe(Keys& keys, BackOffRule& rule);

// Reports keys of a profile that was read which contradict each other.
void check_profile(MapCursor& map, const ProfileSettings& profile);

}  // namespace dialtone

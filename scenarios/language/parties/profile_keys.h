// The keys of a profile: a model's habits (device_sim/model/profile.h), and its provisioning URL.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

void describe(Keys& keys, ProfileSettings& profile);
void describe(Keys& keys, BackOffRule& rule);

// Reports keys that contradict each other. Call after the profile was read.
void check_profile(MapCursor& map, const ProfileSettings& profile);

}  // namespace dialtone

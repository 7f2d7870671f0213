// The habits of a group's devices, as the scenario says them.
#pragma once

#include <string>

#include "device_sim/model/profile.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Where the scenario has a profile of that name; else nullptr, and the group's is a family's (named_profiles.h).
const ProfileSettings* settings_of(const Scenario& scenario, const Group& group);

// A family's habits, on top of them what the scenario's profile says, and the group's quirks.
DeviceProfile profile_of(const Scenario& scenario, const Group& group);

// Why a group's devices cannot all be expected to register, so that liveness does not ask for them; empty: they can.
std::string why_not_healthy(const Scenario& scenario, const Group& group);

}  // namespace dialtone

// The habits of a group's devices.
#pragma once

#include <string>

#include "device_sim/model/profile.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The scenario's profile for the group; nullptr if the group names a family (named_profiles.h).
const ProfileSettings* settings_of(const Scenario& scenario, const Group& group);

// The family's habits, changed by the scenario's profile, with the group's quirks added.
DeviceProfile profile_of(const Scenario& scenario, const Group& group);

// Why liveness does not expect a group's devices to register; empty if it does.
std::string why_not_healthy(const Scenario& scenario, const Group& group);

}  // namespace dialtone

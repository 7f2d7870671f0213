// The habits of a group's devices.
#pragma once

#include <string>
#include <string_view>

#include "device_sim/model/profile.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Returns the scenario's profile with that name; nullptr if the name is that of a family (named_profiles.h).
const ProfileSettings* settings_of(const Scenario& scenario, std::string_view profile);

// Returns the habits of a profile: those of its family, changed as the scenario says, with `quirks` added. The overload
// for a group adds the group's quirks.
DeviceProfile profile_of(const Scenario& scenario, std::string_view profile, Quirks quirks);
DeviceProfile profile_of(const Scenario& scenario, const Group& group);

// Returns why liveness does not require a group's devices to register; empty if it does.
std::string why_not_healthy(const Scenario& scenario, const Group& group);

}  // namespace dialtone

// The habits of a group's devices.
#pragma once

#include <string>
#include <string_view>

#include "device_sim/model/profile.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The scenario's profile with that name; nullptr if it is a family's name (named_profiles.h).
const ProfileSettings* settings_of(const Scenario& scenario, std::string_view profile);

// The family's habits, changed by the scenario's profile, with `quirks` added; for a group, with the group's quirks.
DeviceProfile profile_of(const Scenario& scenario, std::string_view profile, Quirks quirks);
DeviceProfile profile_of(const Scenario& scenario, const Group& group);

// Why liveness does not expect a group's devices to register; empty if it does.
std::string why_not_healthy(const Scenario& scenario, const Group& group);

}  // namespace dialtone

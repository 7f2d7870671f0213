// What devices of one kind share: the habits of their model, and the factory-set provisioning URL.
#pragma once

#include <string>
#include <string_view>

#include "device_sim/model/profile.h"
#include "scenarios/language/parties/scenario.h"
#include "values/endpoint.h"

namespace dialtone {

struct DeviceHabits {
  DeviceProfile profile;
  std::string provisioning_url;
};

// `profile`: the name of a profile or of a family. `quirks` are added to the profile's own. `provisioning`: the
// endpoint of the provisioning server.
DeviceHabits habits_of(const Scenario& scenario, std::string_view profile, Quirks quirks, const Endpoint& provisioning);

}  // namespace dialtone

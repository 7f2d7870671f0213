// What devices of one kind share: the habits of their model, and the URL that they were made with.
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

// `profile`: the name of a profile or of a family; `quirks` are added to its own. `provisioning`: where the server is.
DeviceHabits habits_of(const Scenario& scenario, std::string_view profile, Quirks quirks, const Endpoint& provisioning);

}  // namespace dialtone

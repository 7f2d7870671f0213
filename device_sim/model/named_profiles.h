// Profiles of some families of phones and adapters, as their makers' documentation describes them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "device_sim/model/profile.h"

namespace dialtone {

// Returns the profile of `ata` (the default), `spa`, `yealink`, `polycom`, `grandstream` or `snom`; nullopt for another
// name.
std::optional<DeviceProfile> named_profile(std::string_view name);

// Returns these names, in this order.
std::span<const std::string_view> profile_names();

}  // namespace dialtone

// The habits of some families of phones and adapters, as their makers' pages describe them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "device_sim/model/profile.h"

namespace dialtone {

// `ata` (the default), `spa`, `yealink`, `polycom`, `grandstream`, `snom`. nullopt for another name.
std::optional<DeviceProfile> named_profile(std::string_view name);

// Returns the names in that order.
std::span<const std::string_view> profile_names();

}  // namespace dialtone

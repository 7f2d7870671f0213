// Finds what must not be in a text that others read: the passwords of a plan's subscribers, and credentials as they
// cross the wire.
#pragma once

#include <string_view>

#include "scenarios/engine/device_identities.h"

namespace dialtone {

bool has_password(std::string_view text, const DeviceIdentities& identities);

// What was found: "a password", "credentials"; empty: nothing. Cheap: only a token of 16 letters could be a password
// (subscribers/generate.cpp), and most texts hold none.
std::string_view find_secret(std::string_view text, const DeviceIdentities& identities);

}  // namespace dialtone

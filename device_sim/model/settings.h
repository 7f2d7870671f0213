// The settings that a device keeps in its flash: enough to register.
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/provisioning/provision_response.h"
#include "wire/provisioning/settings.h"

namespace dialtone {

using DeviceSettings = provisioning::Settings;

// Returns the part of the server's answer that describes the service.
DeviceSettings settings_of(provisioning::ProvisionResponse response);

// Writes the form in the flash: a line per setting, such as `domain voip.example.net`.
std::string write_settings(const DeviceSettings& settings);
// Parses what write_settings writes; fails on anything else. The error quotes no value.
Result<DeviceSettings> parse_settings(std::string_view text);

}  // namespace dialtone

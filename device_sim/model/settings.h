// What a device keeps of its provisioning: enough to register.
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/provisioning/provision_response.h"
#include "wire/provisioning/settings.h"

namespace dialtone {

using DeviceSettings = provisioning::Settings;

// The service part of the server's answer.
DeviceSettings settings_of(provisioning::ProvisionResponse response);

// A line for each setting, `domain voip.example.net`, as they lie in flash.
std::string write_settings(const DeviceSettings& settings);
// What write_settings wrote; anything else is refused. The reason quotes no value.
Result<DeviceSettings> parse_settings(std::string_view text);

}  // namespace dialtone

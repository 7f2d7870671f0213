// What a device keeps of its provisioning: enough to register.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {

struct DeviceSettings {
  std::uint64_t revision = 0;
  std::string domain;
  std::string device_name;
  std::vector<provisioning::CallAgent> call_agents;  // at least one, in order of preference
  std::optional<provisioning::Authentication> authentication = std::nullopt;
  std::optional<std::uint32_t> expires_seconds = std::nullopt;

  friend bool operator==(const DeviceSettings&, const DeviceSettings&) = default;
};

// The service part of the server's answer.
DeviceSettings settings_of(provisioning::ProvisionResponse response);

// A line for each setting, `domain voip.example.net`, as they lie in flash.
std::string write_settings(const DeviceSettings& settings);
// What write_settings wrote; anything else is refused. The reason quotes no value.
Result<DeviceSettings> parse_settings(std::string_view text);

}  // namespace dialtone

// Fetching the settings: one question to the provisioning server, redirects followed, and what the answer is worth.
#pragma once

#include <cstdint>
#include <optional>

#include "device_sim/device_config.h"
#include "device_sim/settings.h"
#include "world/host.h"

namespace dialtone {

// What matters for the next attempt; why this one was in vain is in the record.
struct ProvisioningFault {
  // The server knows who asks and will not serve: 401 or 403.
  bool refused = false;
  // As the server asked.
  std::optional<Duration> retry_after = std::nullopt;
};

// `held_revision` is that of the settings that the device has; an answer with an older one is not taken. Records
// name.resolved or name.failed, then provision.request, and to that one of provision.accepted, provision.refused (an
// answer with another status than 200), provision.failed and settings.rejected (not for this device, or too old).
Task<Result<DeviceSettings, ProvisioningFault>> fetch_settings(Host& host, const DeviceConfig& config,
                                                               std::optional<std::uint64_t> held_revision,
                                                               std::uint32_t attempt);

}  // namespace dialtone

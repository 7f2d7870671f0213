// Fetching the settings: one question to the provisioning server, its challenges answered and its redirects followed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device_sim/model/device_config.h"
#include "device_sim/provisioning/provisioning_answer.h"
#include "protocol/digest/digest_session.h"
#include "world/host.h"

namespace dialtone {

// What matters for the next attempt; why this one was in vain is in the record.
struct ProvisioningFault {
  // The server knows who asks and will not serve: 401 or 403.
  bool refused = false;
  // As the server asked.
  std::optional<Duration> retry_after = std::nullopt;
  // The device has the quirk to ask no more.
  bool gives_up = false;
  // What the device has the quirk to take for its settings.
  std::optional<std::string> page = std::nullopt;
};

// What a device keeps of its provisioning server's challenge, from one attempt to the next.
struct ProvisioningDigest {
  DigestSession session{};
  // The same for all answers to a challenge: nc makes them differ.
  std::uint64_t client_nonce = 0;
};

using ProvisioningOutcome = Result<ProvisionedSettings, ProvisioningFault>;

// `held_revision` is that of the settings that the device has; an answer with an older one is not taken. `digest` is
// used and renewed.
//
// Credentials go to the origin of the provisioning URL only. Basic ones go with each request, digest ones once there
// was a challenge, and two challenges with new nonces are answered in one attempt. A kept connection that ends before
// the answer is replaced once.
//
// Records name.resolved or name.failed, then provision.request, provision.challenged for each challenge that is
// answered, and one of provision.accepted, provision.refused (an answer with another status than 200),
// provision.failed and settings.rejected (not for this device, or too old).
Task<ProvisioningOutcome> fetch_settings(Host& host, const DeviceConfig& config, ProvisioningDigest& digest,
                                         std::optional<std::uint64_t> held_revision, std::uint32_t attempt);

}  // namespace dialtone

// Fetches the settings: sends a request to the provisioning server, answers its challenges and follows its redirects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device_sim/model/device_config.h"
#include "device_sim/provisioning/provisioning_answer.h"
#include "protocol/digest/digest_session.h"
#include "world/host.h"

namespace dialtone {

// What the next attempt depends on; the reason of the failure is in the events.
struct ProvisioningFault {
  // True if the server refused the authenticated device: 401 or 403.
  bool refused = false;
  // The wait that the server asked for.
  std::optional<Duration> retry_after = std::nullopt;
  // True if a quirk makes the device stop asking.
  bool gives_up = false;
  // The page that a quirk makes the device store as its settings.
  std::optional<std::string> page = std::nullopt;
};

// What a device keeps of its provisioning server's challenge between attempts.
struct ProvisioningDigest {
  DigestSession session{};
  // The same for all answers to one challenge; the nonce count makes the answers differ.
  std::uint64_t client_nonce = 0;
};

using ProvisioningOutcome = Result<ProvisionedSettings, ProvisioningFault>;

// Makes one attempt to fetch the settings. `held_revision` is the revision of the settings that the device has; an
// answer with an older one is rejected. `digest` is used and updated.
//
// Credentials are sent only to the origin of the provisioning URL: Basic with each request, Digest after a challenge.
// In one attempt at most two challenges, with different nonces, are answered. If a reused connection ends before the
// answer, the request is sent once more on a new one.
//
// Records name.resolved or name.failed, then provision.request, provision.challenged for each answered challenge, and
// one of provision.accepted, provision.refused (a status other than 200), provision.failed and settings.rejected (not
// for this device, or too old).
Task<ProvisioningOutcome> fetch_settings(Host& host, const DeviceConfig& config, ProvisioningDigest& digest,
                                         std::optional<std::uint64_t> held_revision, std::uint32_t attempt);

}  // namespace dialtone

// A provisioning URL without a scheme (`prov.example.net/provision`): most devices take it for HTTP, some for TFTP, and
// these never get their settings where nothing but HTTP is served.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/provisioning/provisioning_client.h"

namespace dialtone {

bool is_bare_host(std::string_view provisioning_url);

// The URL of those who take it for HTTP.
std::string bare_host_by_http(std::string_view provisioning_url);

// The attempt of a device that takes it for TFTP: a read request for the URL's path at port 69 (RFC 1350 section 5),
// sent again after 1 s, 2 s, 4 s and so on until the profile's answer_deadline. Whatever comes is no settings.
//
// Records name.resolved or name.failed, provision.request and provision.failed.
Task<ProvisioningOutcome> ask_bare_host_by_tftp(Host& host, const DeviceConfig& config, std::uint32_t attempt);

}  // namespace dialtone

// A provisioning URL without a scheme (`prov.example.net/provision`): most devices use HTTP for it, some TFTP. The
// latter never get their settings from a server with HTTP only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/provisioning/provisioning_client.h"

namespace dialtone {

bool is_bare_host(std::string_view provisioning_url);

// The URL for the devices that use HTTP.
std::string bare_host_by_http(std::string_view provisioning_url);

// One attempt of a device that uses TFTP: sends a read request for the URL's path to port 69 (RFC 1350 section 5),
// again after 1 s, 2 s, 4 s and so on until the profile's answer_deadline. No answer is ever taken for settings.
//
// Records name.resolved or name.failed, provision.request and provision.failed.
Task<ProvisioningOutcome> ask_bare_host_by_tftp(Host& host, const DeviceConfig& config, std::uint32_t attempt);

}  // namespace dialtone

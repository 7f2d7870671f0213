// A provisioning URL without a scheme (`prov.example.net/provision`): most devices use HTTP for it, some use TFTP. A
// device that uses TFTP never gets settings from a server that has only HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/provisioning/provisioning_client.h"

namespace dialtone {

bool is_bare_host(std::string_view provisioning_url);

// Returns the URL that devices which use HTTP make of it.
std::string bare_host_by_http(std::string_view provisioning_url);

// Makes one attempt of a device that uses TFTP: sends a read request for the URL's path to port 69 (RFC 1350 section
// 5), again after 1 s, 2 s, 4 s and so on until the profile's answer_deadline. No answer is ever accepted as settings.
//
// Records name.resolved or name.failed, provision.request and provision.failed.
Task<ProvisioningOutcome> ask_bare_host_by_tftp(Host& host, const DeviceConfig& config, std::uint32_t attempt);

}  // namespace dialtone

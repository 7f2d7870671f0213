// The HTTP request with which a device asks for its settings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device_sim/device_config.h"
#include "values/ip_address.h"
#include "wire/http/url.h"

namespace dialtone {

// All of its bytes; the document travels as the profile says.
std::string provisioning_request(const DeviceConfig& config, const IpAddress& own_address,
                                 std::optional<std::uint64_t> held_revision, const http::HttpUrl& url);

}  // namespace dialtone

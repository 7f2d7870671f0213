// The HTTP request with which a device asks for its settings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/model/device_config.h"
#include "values/ip_address.h"
#include "wire/http/message.h"
#include "wire/http/url.h"

namespace dialtone {

// Makes the request without credentials. The document travels as the profile says; as a query it replaces one that the
// URL has, as a redirect's target may.
http::Request provisioning_request(const DeviceConfig& config, const IpAddress& own_address,
                                   std::optional<std::uint64_t> held_revision, const http::HttpUrl& url);

// Returns `target` without any parameter of that name, and without empty ones, in its query.
std::string without_parameter(std::string_view target, std::string_view name);

}  // namespace dialtone

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

// Makes the request without credentials. The document is carried as the profile says; a document in the query replaces
// the URL's own query.
http::Request provisioning_request(const DeviceConfig& config, const IpAddress& own_address,
                                   std::optional<std::uint64_t> held_revision, const http::HttpUrl& url);

// Returns `target` with all parameters of that name, and all empty ones, removed from its query.
std::string without_parameter(std::string_view target, std::string_view name);

}  // namespace dialtone

// How long a server asks a client to wait (RFC 9110 10.2.3).
#pragma once

#include <optional>

#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// Returns the answer's Retry-After, at most `longest`: seconds, or a date relative to the server's own Date if present,
// because a device's clock, `now`, may be wrong. nullopt if absent or malformed, and for zero time, which would make
// the device ask without a pause.
std::optional<Duration> retry_after_of(const http::Response& response, WallTime now, Duration longest);

}  // namespace dialtone

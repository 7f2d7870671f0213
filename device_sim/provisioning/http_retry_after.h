// How long a server asks a client to wait (RFC 9110 10.2.3).
#pragma once

#include <optional>

#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// Returns the wait of the answer's Retry-After, at most `longest`. A date is taken relative to the server's own Date if
// present, because `now`, the device's clock, may be wrong. nullopt if the header is absent or malformed, or the wait
// is zero, which would make the device ask without a pause.
std::optional<Duration> retry_after_of(const http::Response& response, WallTime now, Duration longest);

}  // namespace dialtone

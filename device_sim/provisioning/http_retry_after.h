// For how long a server wants to be left alone (RFC 9110 10.2.3).
#pragma once

#include <optional>

#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// The answer's Retry-After, at most `longest`: seconds, or a date, which is counted from the server's own Date where
// there is one, because a device's clock, `now`, may be wrong. Nothing where there is none or it is malformed, and
// nothing for no time at all: who believed that would ask without a pause.
std::optional<Duration> retry_after_of(const http::Response& response, WallTime now, Duration longest);

}  // namespace dialtone

// The date as HTTP writes it.
#pragma once

#include <string>

#include "values/time.h"

namespace dialtone::http {

// Writes IMF-fixdate (RFC 9110 section 5.6.7), to the second: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string to_http_date(WallTime time);

}  // namespace dialtone::http

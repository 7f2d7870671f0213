// The Date header: a moment in GMT, the only permitted zone (RFC 3261 20.17).
#pragma once

#include <string_view>

#include "values/result.h"
#include "values/time.h"

namespace dialtone::sip {

// Parses RFC 1123's form, `Sat, 13 Nov 2010 23:29:00 GMT`. Fails if the day of the week does not fit the date.
Result<WallTime> parse_date(std::string_view text);

}  // namespace dialtone::sip

// The Date header: a moment in Greenwich Mean Time, and in no other zone (RFC 3261 20.17).
#pragma once

#include <string_view>

#include "values/result.h"
#include "values/time.h"

namespace dialtone::sip {

// `Sat, 13 Nov 2010 23:29:00 GMT`, in RFC 1123's form; the day of the week must be the date's.
Result<WallTime> parse_date(std::string_view text);

}  // namespace dialtone::sip

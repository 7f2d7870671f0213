// Durations as a person reads them: in the console, the live line and messages. to_text (time.h) is what programs read.
#pragma once

#include <string>

#include "values/time.h"

namespace dialtone {

// Rounded to four digits below a minute and to the second from there: `250 ns`, `40.8 ms`, `1.2 s`, `9m 40s`, `8h 12m`,
// `8h 12m 5s`, `3d 00:08:21`.
std::string readable_duration(Duration duration);

}  // namespace dialtone

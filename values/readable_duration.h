// Writes durations for people: in the console, the live line and messages. For programs, to_text (time.h) writes
// durations.
#pragma once

#include <string>

#include "values/time.h"

namespace dialtone {

// Rounds to four significant digits below a minute, and to the second from a minute on: `250 ns`, `40.8 ms`, `1.2 s`,
// `9m 40s`, `8h 12m`, `8h 12m 5s`, `3d 00:08:21`.
std::string readable_duration(Duration duration);

}  // namespace dialtone

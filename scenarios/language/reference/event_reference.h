// Writes docs/events.md from the declarations of the events.
#pragma once

#include <string>

namespace dialtone {

std::string event_reference();

}  // namespace dialtone

// Looks a name up and records the result.
#pragma once

#include <string>

#include "world/host.h"

namespace dialtone {

// As Host::resolve. Records name.resolved or name.failed, except for a text that is an address.
Task<Result<Addresses, IoError>> look_up(Host& host, std::string name, Moment deadline);

}  // namespace dialtone

// Asking for a name's addresses, and saying so.
#pragma once

#include <string>

#include "world/host.h"

namespace dialtone {

// As Host::resolve. Records name.resolved or name.failed, but nothing for a text that is an address.
Task<Result<Addresses, IoError>> look_up(Host& host, std::string name, Moment deadline);

}  // namespace dialtone

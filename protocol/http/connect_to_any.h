// A connection to a server that has several addresses.
#pragma once

#include <cstdint>
#include <memory>

#include "world/host.h"

namespace dialtone {

// Connects to the first of `addresses` that accepts, each within `timeout` and all before `limit`. The failure names
// the last address that was tried, and its error.
Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration timeout, Moment limit);

}  // namespace dialtone

// Connects to a server that has several addresses.
#pragma once

#include <cstdint>
#include <memory>

#include "world/host.h"

namespace dialtone {

// Connects to the first of `addresses` that accepts. Each attempt may last `timeout`, and all end at `limit`. The
// failure names the last address tried, and its error.
Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration timeout, Moment limit);

}  // namespace dialtone

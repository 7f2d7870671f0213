// One HTTP request and its answer on a connection of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "wire/http/message.h"
#include "world/host.h"

namespace dialtone {

// Connects to the first address that lets it, each within `deadline`. The failure names the last one and its error.
Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration deadline);

// Writes the request's bytes and reads one answer, all before `deadline`. Fails where the stream does, ends too early,
// or brings what is not an HTTP response within the usual limits.
Task<Result<http::Response>> exchange(Stream& stream, std::string request, Moment deadline);

}  // namespace dialtone

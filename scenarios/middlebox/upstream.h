// A proxy's client side: sends one request to the server on a connection of its own, and reads the answer.
#pragma once

#include <cstdint>
#include <string>

#include "values/result.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

struct UpstreamError {
  int status = 502;  // for the client: 502, or 504 where the deadline has passed
  std::string reason;
};

// Resolves `name`, connects, sends `request` (bytes and body, framed, with Connection: close) and reads the answer, all
// before `deadline`. The answer's body is decoded, its fields are as they came; interim answers (1xx) are passed over.
Task<Result<http::Response, UpstreamError>> ask_upstream(Host& host, std::string name, std::uint16_t port,
                                                         http::Request request, http::MessageLimits limits,
                                                         Moment deadline);

}  // namespace dialtone

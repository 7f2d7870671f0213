// Sends one HTTP request on a connection and reads its answer.
#pragma once

#include <string>

#include "protocol/http/exchange_error.h"
#include "wire/http/message.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

// What an HTTP client can be told to do differently.
struct HttpClientOptions {
  // The limits for answers.
  http::MessageLimits limits = {};
  // Keeps the connection for the next request if the server permits it.
  bool keeps_connection = false;
  // If a body with a known length is cut off, fills the rest with blanks and treats the body as complete.
  bool fills_up_cut_bodies = false;
};

struct HttpAnswer {
  http::Response response;
  // True if the connection may carry another request (RFC 9112 section 9.3).
  bool leaves_open = false;
};

// Writes the request's bytes and reads one answer, all before `deadline`; skips interim answers (1xx). `to_head`: the
// request is a HEAD, and its answer has no body. Fails if the stream fails or ends too early, and on bytes that are no
// HTTP response within the limits. `options` must outlive the task.
Task<Result<HttpAnswer, ExchangeError>> exchange(Stream& stream, std::string request, Moment deadline,
                                                 const HttpClientOptions& options, bool to_head = false);

}  // namespace dialtone

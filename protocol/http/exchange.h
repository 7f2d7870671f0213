// One HTTP request and its answer on a connection.
#pragma once

#include <optional>
#include <string>

#include "wire/http/message.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

// What a client does in its own way.
struct HttpClientOptions {
  // The limits of answers.
  http::MessageLimits limits = {};
  // Keeps the connection for the next request if the server permits it.
  bool keeps_connection = false;
  // Fills a body that was cut off up with blanks, and takes it for whole.
  bool fills_up_cut_bodies = false;
};

struct ExchangeError {
  std::string reason;
  // The connection's error; nullopt if the connection ended, or brought bytes that are no answer.
  std::optional<IoError> io = std::nullopt;
  // The connection ended before a byte of an answer. On a connection that was used before, the server may just have
  // closed it.
  bool is_unanswered = false;
};

struct HttpAnswer {
  http::Response response;
  // Whether the connection may carry another request (RFC 9112 section 9.3).
  bool leaves_open = false;
};

// Writes the request's bytes and reads one answer, all before `deadline`; skips interim answers (1xx). `to_head`: the
// request is a HEAD, and its answer has no body. Fails if the stream fails or ends too early, and on bytes that are no
// HTTP response within the limits. `options` must outlive the task.
Task<Result<HttpAnswer, ExchangeError>> exchange(Stream& stream, std::string request, Moment deadline,
                                                 const HttpClientOptions& options, bool to_head = false);

}  // namespace dialtone

// The interface that answers the requests which an HTTP server receives.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "protocol/http/body_stream.h"
#include "values/endpoint.h"
#include "wire/http/message.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Answers a request whose body has arrived completely. The server adds the version, Date, Connection and
  // Content-Length.
  virtual Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) = 0;
  // Answers bytes that are not a request, or (408) a request that did not arrive in time.
  virtual http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) = 0;
};

struct HttpStreamedAnswer {
  // The response's own body must be empty if `body` is set.
  http::Response response;
  std::unique_ptr<BodySource> body = nullptr;  // null: the response's own body is sent
};

// Answers requests whose bodies, or whose answers' bodies, are too large for memory.
class HttpStreamHandler {
 public:
  virtual ~HttpStreamHandler() = default;
  // Called for each request when its head has arrived. Returns the most bytes that its body may have (a larger body is
  // refused with 413), or nullopt to have the request collected and answered by HttpHandler.
  virtual std::optional<std::size_t> most_body_bytes(const Endpoint& peer, const http::Request& head) = 0;
  // Answers a request for which most_body_bytes() returned a number, while its body arrives. `body` and `head` are
  // valid until the answer is sent. If `body` fails, the answer is not sent: either the client has left, or
  // HttpHandler::answer_fault answers. The connection ends after an answer to a request whose body was not read to its
  // end.
  virtual Task<HttpStreamedAnswer> answer_stream(Host& host, const Endpoint& peer, const http::Request& head,
                                                 BodySource& body) = 0;
};

}  // namespace dialtone

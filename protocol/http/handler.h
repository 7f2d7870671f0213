// Who answers the requests that an HTTP server receives.
#pragma once

#include "values/endpoint.h"
#include "wire/http/message.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Answers a request that has come whole. The server adds the version, Date, Connection and Content-Length.
  virtual Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) = 0;
  // Answers bytes that are no request, or (408) a request that did not come in time.
  virtual http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) = 0;
};

}  // namespace dialtone

#include "scenarios/middlebox/upstream.h"

#include <utility>

#include "protocol/http/client.h"

namespace dialtone {
namespace {

int status_of(IoError error) { return error == IoError::kDeadline || error == IoError::kTimedOut ? 504 : 502; }

}  // namespace

Task<Result<http::Response, UpstreamError>> ask_upstream(Host& host, std::string name, std::uint16_t port,
                                                         http::Request request, http::MessageLimits limits,
                                                         Moment deadline) {
  const Result<Addresses, IoError> addresses = co_await host.resolve(name, deadline);
  if (!addresses) {
    co_return UpstreamError{status_of(addresses.error()),
                            "the name of the server: " + std::string(to_text(addresses.error()))};
  }
  HttpClient client({.limits = limits});
  const http::HttpUrl server{.host = std::move(name), .port = port};
  const Result<void> opened = co_await client.open(host, server, *addresses, deadline - host.now(), deadline);
  if (!opened) co_return UpstreamError{host.now() >= deadline ? 504 : 502, opened.error().reason};
  const bool to_head = request.method == "HEAD";
  Result<http::Response, ExchangeError> answer = co_await client.ask(http::write_request(request), deadline, to_head);
  if (answer) co_return *std::move(answer);
  const ExchangeError& error = answer.error();
  co_return UpstreamError{error.io ? status_of(*error.io) : 502, error.reason};
}

}  // namespace dialtone

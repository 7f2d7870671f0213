#include "scenarios/middlebox/upstream.h"

#include <memory>
#include <utility>
#include <vector>

#include "device_sim/provisioning/http_exchange.h"

namespace dialtone {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;

UpstreamFault fault_of(std::string_view step, IoError error) {
  const int status = error == IoError::kDeadline || error == IoError::kTimedOut ? 504 : 502;
  return {status, std::string(step) + ": " + std::string(to_text(error))};
}

Task<Result<http::Response, UpstreamFault>> read_answer(Stream& stream, http::ResponseParser parser, Moment deadline) {
  std::vector<char> piece(kPieceBytes);
  while (parser.state() == http::ParseState::kNeedMore) {
    const Result<std::size_t, IoError> got = co_await stream.read(piece, deadline);
    if (!got) co_return fault_of("waiting for the answer", got.error());
    if (*got > 0) {
      parser.feed({piece.data(), *got});
    } else if (parser.idle()) {
      co_return UpstreamFault{502, "the server closed the connection without an answer"};
    } else {
      parser.finish();
    }
  }
  if (parser.state() == http::ParseState::kFailed) {
    co_return UpstreamFault{502, "not an HTTP answer: " + parser.fault().reason};
  }
  co_return parser.take();
}

}  // namespace

Task<Result<http::Response, UpstreamFault>> ask_upstream(Host& host, std::string name, std::uint16_t port,
                                                         http::Request request, http::MessageLimits limits,
                                                         Moment deadline) {
  const Result<Addresses, IoError> addresses = co_await host.resolve(name, deadline);
  if (!addresses) co_return fault_of("the name of the server", addresses.error());
  const Result<std::unique_ptr<Stream>> stream = co_await connect_to_any(host, *addresses, port, deadline - host.now());
  if (!stream) co_return UpstreamFault{host.now() >= deadline ? 504 : 502, stream.error().reason};
  const std::string bytes = http::write_request(request);
  const Result<void, IoError> written = co_await (*stream)->write(bytes, deadline);
  // A server may answer and close before it has read everything: its answer is worth more than the error.
  if (!written && written.error() == IoError::kDeadline) co_return fault_of("sending the request", written.error());
  http::ResponseParser parser(limits, request.method == "HEAD");
  co_return co_await read_answer(**stream, std::move(parser), deadline);
}

}  // namespace dialtone

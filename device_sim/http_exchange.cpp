#include "device_sim/http_exchange.h"

#include <array>
#include <string_view>

#include "wire/http/parser.h"

namespace dialtone {
namespace {

Failure failure_of(std::string_view step, IoError error) {
  return {std::string(step) + ": " + std::string(to_text(error))};
}

Task<Result<void, IoError>> write_all(Stream& stream, std::string request, Moment deadline) {
  co_return co_await stream.write(request, deadline);
}

// Feeds what has come already, through a buffer that is gone before anything waits. 0: the stream has ended.
Result<std::size_t, IoError> feed_waiting_bytes(Stream& stream, http::ResponseParser& parser) {
  std::array<char, 4096> buffer;
  for (;;) {
    const std::optional<Result<std::size_t, IoError>> got = stream.try_read(buffer);
    if (!got) return std::size_t{1};
    if (!got->ok() || **got == 0) return *got;
    parser.feed({buffer.data(), **got});
    if (parser.state() != http::ParseState::kNeedMore) return **got;
  }
}

}  // namespace

Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration deadline) {
  Failure failure{"no address to connect to"};
  for (const IpAddress& address : addresses) {
    const Endpoint server{address, port};
    Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server, host.now() + deadline);
    if (stream) co_return *std::move(stream);
    failure = failure_of("connecting to " + to_text(server), stream.error());
  }
  co_return failure;
}

Task<Result<http::Response>> exchange(Stream& stream, std::string request, Moment deadline) {
  const Result<void, IoError> written = co_await write_all(stream, std::move(request), deadline);
  // A server may answer and close before it has read everything: its answer is worth more than the error.
  if (!written && written.error() == IoError::kDeadline) co_return failure_of("sending the request", written.error());
  http::ResponseParser parser;
  std::array<char, 64> first;
  while (parser.state() == http::ParseState::kNeedMore) {
    Result<std::size_t, IoError> got = co_await stream.read(first, deadline);
    if (got && *got > 0) {
      parser.feed({first.data(), *got});
      got = feed_waiting_bytes(stream, parser);
    }
    if (parser.state() != http::ParseState::kNeedMore) break;
    if (!got) co_return failure_of("waiting for the answer", got.error());
    if (*got > 0) continue;
    if (parser.idle()) co_return Failure{"the server closed the connection without an answer"};
    parser.finish();
  }
  if (parser.state() == http::ParseState::kFailed) co_return Failure{"not an HTTP answer: " + parser.fault().reason};
  co_return parser.take();
}

}  // namespace dialtone

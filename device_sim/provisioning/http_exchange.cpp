#include "device_sim/provisioning/http_exchange.h"

#include <array>
#include <cassert>
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

// What has come so far.
struct Reading {
  http::ResponseParser parser;
  // Whether bytes came behind the answer: nobody asked for them, and what they mean is open.
  bool has_surplus = false;

  void feed(std::string_view bytes) { has_surplus = parser.feed(bytes) < bytes.size(); }
  bool needs_more() const { return parser.state() == http::ParseState::kNeedMore; }
  // Blanks for what is missing of a body that has begun; what the stream's end makes whole is left to finish().
  void fill_up() {
    http::ResponseParser ended = parser;
    ended.finish();
    if (ended.state() == http::ParseState::kComplete) return;
    while (needs_more()) parser.feed(" ");
  }
};

// Feeds what has come already, through a buffer that is gone before anything waits. 0: the stream has ended.
Result<std::size_t, IoError> feed_waiting_bytes(Stream& stream, Reading& reading) {
  std::array<char, 4096> buffer;
  for (;;) {
    const std::optional<Result<std::size_t, IoError>> got = stream.try_read(buffer);
    if (!got) return std::size_t{1};
    if (!got->ok() || **got == 0) return *got;
    reading.feed({buffer.data(), **got});
    if (!reading.needs_more()) return **got;
  }
}

ExchangeFault broken_off(const Reading& reading, IoError error) {
  return {failure_of("waiting for the answer", error).reason, reading.parser.idle() && error != IoError::kDeadline};
}

Result<Answer, ExchangeFault> finish(Reading& reading, bool has_ended) {
  if (reading.parser.state() == http::ParseState::kFailed) {
    return ExchangeFault{"not an HTTP answer: " + reading.parser.fault().reason};
  }
  assert(reading.parser.state() == http::ParseState::kComplete);
  Answer answer{reading.parser.take()};
  answer.leaves_open = !has_ended && !reading.has_surplus && http::keeps_alive(answer.response);
  return answer;
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

Task<Result<Answer, ExchangeFault>> exchange(Stream& stream, std::string request, Moment deadline, bool takes_part) {
  const Result<void, IoError> written = co_await write_all(stream, std::move(request), deadline);
  // A server may answer and close before it has read everything: its answer is worth more than the error.
  if (!written && written.error() == IoError::kDeadline) {
    co_return ExchangeFault{failure_of("sending the request", written.error()).reason};
  }
  Reading reading;
  std::array<char, 64> first;
  bool has_ended = false;
  while (reading.needs_more()) {
    Result<std::size_t, IoError> got = co_await stream.read(first, deadline);
    if (got && *got > 0) {
      reading.feed({first.data(), *got});
      if (reading.needs_more()) got = feed_waiting_bytes(stream, reading);
    }
    if (!reading.needs_more()) break;
    if (got && *got > 0) continue;
    const bool is_over = got || got.error() != IoError::kDeadline;
    if (takes_part && is_over && !reading.parser.idle()) reading.fill_up();
    if (!reading.needs_more()) break;
    if (!got) co_return broken_off(reading, got.error());
    if (reading.parser.idle()) co_return ExchangeFault{"the server closed the connection without an answer", true};
    reading.parser.finish();
    has_ended = true;
  }
  co_return finish(reading, has_ended);
}

}  // namespace dialtone

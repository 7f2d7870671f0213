#include "protocol/http/exchange.h"

#include <array>
#include <cassert>
#include <string_view>

namespace dialtone {
namespace {

Task<Result<void, IoError>> write_all(Stream& stream, std::string request, Moment deadline) {
  co_return co_await stream.write(request, deadline);
}

// The part of an answer that has arrived.
struct Reading {
  Reading(const http::MessageLimits& limits, bool to_head) : parser(limits, to_head) {}

  http::ResponseParser parser;
  // True if bytes came after the answer; the client has not asked for them, so their meaning is unknown.
  bool has_surplus = false;

  void feed(std::string_view bytes) { has_surplus = parser.feed(bytes) < bytes.size(); }
  bool needs_more() const { return parser.state() == http::ParseState::kNeedMore; }
  // Appends blanks for the missing bytes of a body. A body that ends with the stream is left to finish().
  void fill_up() {
    http::ResponseParser ended = parser;
    ended.finish();
    if (ended.state() == http::ParseState::kComplete) return;
    while (needs_more()) parser.feed(" ");
  }
};

// Feeds the bytes that have arrived, through a buffer that is freed before anything waits. 0: the stream has ended.
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

Result<HttpAnswer, ExchangeError> finish(Reading& reading, bool has_ended) {
  if (reading.parser.state() == http::ParseState::kFailed) {
    return ExchangeError::not_an_answer(reading.parser.fault());
  }
  assert(reading.parser.state() == http::ParseState::kComplete);
  HttpAnswer answer{reading.parser.take()};
  answer.leaves_open = !has_ended && !reading.has_surplus && http::keeps_alive(answer.response);
  return answer;
}

}  // namespace

Task<Result<HttpAnswer, ExchangeError>> exchange(Stream& stream, std::string request, Moment deadline,
                                                 const HttpClientOptions& options, bool to_head) {
  const Result<void, IoError> written = co_await write_all(stream, std::move(request), deadline);
  // A server may answer and close before it has read the whole request: then its answer is used, not the write error.
  if (!written && written.error() == IoError::kDeadline) {
    co_return ExchangeError::while_sending(written.error());
  }
  Reading reading(options.limits, to_head);
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
    if (options.fills_up_cut_bodies && is_over && !reading.parser.idle()) reading.fill_up();
    if (!reading.needs_more()) break;
    if (!got) co_return ExchangeError::while_waiting(got.error(), !reading.parser.idle());
    if (reading.parser.idle()) co_return ExchangeError::closed_without_answer();
    reading.parser.finish();
    has_ended = true;
  }
  co_return finish(reading, has_ended);
}

}  // namespace dialtone

#include "protocol/http/exchange_streams.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/http/framed_body.h"
#include "wire/http/parser.h"

namespace dialtone {
namespace {

// An exchange in progress.
class StreamedExchange {
 public:
  StreamedExchange(Host& host, Stream& stream, HttpStreams streams, Moment deadline, const HttpClientOptions& options,
                   bool to_head)
      : host_(host),
        stream_(stream),
        streams_(streams),
        deadline_(deadline),
        options_(options),
        parser_(options.limits, to_head, streams.sink != nullptr),
        buffer_(FramedBody::kMostBytes, '\0') {}

  // Sends the request, or the part of it that the server takes before it answers.
  Task<Result<void, ExchangeError>> send(http::Request request);
  Task<Result<HttpAnswer, ExchangeError>> receive();

 private:
  // Writes bytes of the request. Returns false if the server takes no more; its answer may say why.
  Task<Result<bool, ExchangeError>> write(std::string_view bytes);
  // Reads the bytes that have arrived. Returns true if the answer has begun or the connection has ended.
  bool is_answered();
  // Hands the part of the body that has arrived to the sink.
  Task<Result<void, ExchangeError>> pour();
  void feed(std::string_view bytes);
  void begin_body();
  Moment next_deadline() const { return std::min(deadline_, host_.now() + streams_.stall_timeout); }

  Host& host_;
  Stream& stream_;
  HttpStreams streams_;
  Moment deadline_;
  const HttpClientOptions& options_;
  http::ResponseParser parser_;
  std::string buffer_;
  std::string waiting_;  // bytes that came after those that the parser took
  std::string piece_;
  bool is_sent_ = false;
  bool pours_ = false;  // true if the sink takes the body
  bool has_ended_ = false;
};

// --- the request ---

Task<Result<void, ExchangeError>> StreamedExchange::send(http::Request request) {
  if (streams_.source == nullptr) {
    const std::string text = http::write_request(request);
    const Result<bool, ExchangeError> written = co_await write(text);
    if (!written) co_return written.error();
    is_sent_ = *written;
    co_return Result<void, ExchangeError>();
  }
  FramedBody body(*streams_.source, true);
  body.announce(request.headers);
  const std::string head = http::write_head(request);
  Result<bool, ExchangeError> written = co_await write(head);
  while (written && *written) {
    const Result<std::string_view> piece = co_await body.next();
    if (!piece) co_return ExchangeError{.reason = "the request's body: " + piece.error().reason};
    is_sent_ = piece->empty();
    if (is_sent_ || is_answered()) break;
    written = co_await write(*piece);
  }
  if (!written) co_return written.error();
  co_return Result<void, ExchangeError>();
}

Task<Result<bool, ExchangeError>> StreamedExchange::write(std::string_view bytes) {
  const Result<void, IoError> written = co_await stream_.write(bytes, next_deadline());
  // If the server takes no more, its answer, if there is one, is used and not the write error.
  if (!written && written.error() == IoError::kDeadline && !is_answered()) {
    co_return ExchangeError::while_sending(written.error());
  }
  co_return written.ok();
}

bool StreamedExchange::is_answered() {
  const std::optional<Result<std::size_t, IoError>> got = stream_.try_read(buffer_);
  if (got && *got && **got > 0) feed({buffer_.data(), **got});
  return !parser_.idle() || (got && (!*got || **got == 0));
}

// --- the answer ---

void StreamedExchange::feed(std::string_view bytes) {
  waiting_.append(bytes);
  waiting_.erase(0, parser_.feed(waiting_));
}

void StreamedExchange::begin_body() {
  const std::optional<std::size_t> most_bytes = streams_.sink->most_bytes(parser_.message());
  pours_ = most_bytes.has_value();
  parser_.begin_body(most_bytes.value_or(options_.limits.body_bytes));
  feed({});
}

Task<Result<void, ExchangeError>> StreamedExchange::pour() {
  parser_.take_piece(piece_);
  if (piece_.empty()) co_return Result<void, ExchangeError>();
  const Result<void> taken = co_await streams_.sink->take(piece_);
  if (!taken) co_return ExchangeError{.reason = "the answer's body: " + taken.error().reason};
  co_return Result<void, ExchangeError>();
}

Task<Result<HttpAnswer, ExchangeError>> StreamedExchange::receive() {
  for (;;) {
    if (parser_.state() == http::ParseState::kHead) begin_body();
    if (pours_) {
      const Result<void, ExchangeError> poured = co_await pour();
      if (!poured) co_return poured.error();
    }
    if (parser_.state() != http::ParseState::kNeedMore) break;
    const Moment deadline = parser_.idle() ? deadline_ : next_deadline();
    const Result<std::size_t, IoError> got = co_await stream_.read(buffer_, deadline);
    if (!got) co_return ExchangeError::while_waiting(got.error(), !parser_.idle());
    if (*got == 0 && parser_.idle()) co_return ExchangeError::closed_without_answer();
    if (*got > 0) feed({buffer_.data(), *got});
    has_ended_ = *got == 0;
    if (has_ended_) parser_.finish();
  }
  if (parser_.state() == http::ParseState::kFailed) co_return ExchangeError::not_an_answer(parser_.fault());
  HttpAnswer answer{parser_.take()};
  answer.leaves_open = is_sent_ && !has_ended_ && waiting_.empty() && http::keeps_alive(answer.response);
  co_return answer;
}

}  // namespace

Task<Result<HttpAnswer, ExchangeError>> exchange_streams(Host& host, Stream& stream, http::Request request,
                                                         HttpStreams streams, Moment deadline,
                                                         const HttpClientOptions& options) {
  StreamedExchange exchange(host, stream, streams, deadline, options, request.method == "HEAD");
  const Result<void, ExchangeError> sent = co_await exchange.send(std::move(request));
  if (!sent) co_return sent.error();
  co_return co_await exchange.receive();
}

}  // namespace dialtone

// Incremental parsers of HTTP/1.x messages: take the stream's bytes in pieces of any size, take one message, and leave
// the rest, which belongs to the next.
//
//   while (parser.state() == ParseState::kNeedMore) { ... parser.feed(more) ... }
//
// A body that is too large for memory is taken piece by piece: a parser that was told to stop at the head does so in
// state kHead. Call begin_body() then, and move the pieces out with take_piece() while they arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/http/body_reader.h"
#include "wire/http/head.h"
#include "wire/http/message.h"

namespace dialtone::http {

// kHead: the head has come, and begin_body() is due.
enum class ParseState : std::uint8_t { kNeedMore, kHead, kComplete, kFailed };

class RequestParser {
 public:
  explicit RequestParser(const MessageLimits& limits = {}, bool stops_at_head = false)
      : limits_(limits), stops_at_head_(stops_at_head), head_(limits, true) {}

  // Returns how many bytes were taken: all, unless the head or the message is complete or has failed. After a failure
  // nothing of the stream can be trusted: answer with the error's status and close.
  std::size_t feed(std::string_view bytes);
  ParseState state() const { return state_; }
  // Returns true if no part of the next message has arrived: the connection can be closed without loss.
  bool idle() const { return state_ == ParseState::kNeedMore && !in_body_ && head_.empty(); }
  // Returns true if the head has arrived, the body has not, and the client waits for permission to send it (RFC 9110
  // section 10.1.1).
  bool expects_continue() const;
  // From kHead on: the head, with the part of the body that has arrived and was not taken.
  const Request& message() const { return request_; }
  // Requires kHead: continues with a body of at most `most_bytes`. Fails (413) if the head announces more.
  void begin_body(std::size_t most_bytes);
  // Moves the part of the body that has arrived into `piece`, whose memory serves for the next part.
  void take_piece(std::string& piece);
  // Requires failed().
  const ParseFault& fault() const { return fault_; }
  // Requires complete(): moves the message out; the parser is then ready for the next.
  Request take();

 private:
  void on_head();
  void read_body(std::size_t most_bytes);
  void fail(const ParseFault& fault);

  MessageLimits limits_;
  bool stops_at_head_;
  HeadCollector head_;
  BodyReader body_;
  bool in_body_ = false;
  ParseState state_ = ParseState::kNeedMore;
  Request request_;
  ParseFault fault_;
};

class ResponseParser {
 public:
  // `to_head`: the response answers a HEAD request and has no body whatever its header says.
  explicit ResponseParser(const MessageLimits& limits = {}, bool to_head = false, bool stops_at_head = false)
      : limits_(limits), to_head_(to_head), stops_at_head_(stops_at_head), head_(limits, false) {}

  // As RequestParser::feed. Skips interim responses (1xx except 101).
  std::size_t feed(std::string_view bytes);
  // Call at the end of the stream. Completes a response whose body is delimited by the end; any other incomplete
  // response fails.
  void finish();
  ParseState state() const { return state_; }
  // Returns true if no part of the response has arrived.
  bool idle() const { return state_ == ParseState::kNeedMore && !in_body_ && head_.empty(); }
  // As RequestParser::message() and begin_body(). The parser does not stop at the head of an interim response.
  const Response& message() const { return response_; }
  void begin_body(std::size_t most_bytes);
  void take_piece(std::string& piece);
  // Requires failed(); the status has no meaning here.
  const ParseFault& fault() const { return fault_; }
  // Requires complete(): moves the message out; the parser is then ready for the next.
  Response take();

 private:
  void on_head();
  void read_body(std::size_t most_bytes);
  void fail(const ParseFault& fault);

  MessageLimits limits_;
  bool to_head_;
  bool stops_at_head_;
  HeadCollector head_;
  BodyReader body_;
  bool in_body_ = false;
  int interim_responses_ = 0;
  ParseState state_ = ParseState::kNeedMore;
  Response response_;
  ParseFault fault_;
};

}  // namespace dialtone::http

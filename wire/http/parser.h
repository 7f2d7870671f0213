// Incremental parsers of HTTP/1.x messages: give them what the stream gave, in pieces of any size; they take one
// message and leave the rest, which belongs to the next.
//
//   while (parser.state() == ParseState::kNeedMore) { ... parser.feed(more) ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wire/http/body_reader.h"
#include "wire/http/head.h"
#include "wire/http/message.h"

namespace dialtone::http {

enum class ParseState : std::uint8_t { kNeedMore, kComplete, kFailed };

class RequestParser {
 public:
  explicit RequestParser(const MessageLimits& limits = {}) : limits_(limits), head_(limits, true) {}

  // Returns how many bytes were taken; fewer than all of them only when the message is complete or has failed. After a
  // failure nothing of the stream can be trusted: answer with the fault's status and close.
  std::size_t feed(std::string_view bytes);
  ParseState state() const { return state_; }
  // Whether nothing of the next message has come: a good moment to close.
  bool idle() const { return state_ == ParseState::kNeedMore && !in_body_ && head_.empty(); }
  // Whether the head is here, the body is not, and the client waits to be told to send it (RFC 9110 section 10.1.1).
  bool expects_continue() const;
  // Only when failed.
  const ParseFault& fault() const { return fault_; }
  // Only when complete: moves the message out, and is ready for the next.
  Request take();

 private:
  void on_head();
  void fail(const ParseFault& fault);

  MessageLimits limits_;
  HeadCollector head_;
  BodyReader body_;
  bool in_body_ = false;
  ParseState state_ = ParseState::kNeedMore;
  Request request_;
  ParseFault fault_;
};

class ResponseParser {
 public:
  // `to_head`: the answer to a HEAD request, which has no body whatever its header says.
  explicit ResponseParser(const MessageLimits& limits = {}, bool to_head = false)
      : limits_(limits), to_head_(to_head), head_(limits, false) {}

  // As RequestParser's. Interim responses (1xx, but for 101) are skipped.
  std::size_t feed(std::string_view bytes);
  // The stream has ended. A response delimited by that is then complete; any other that was not has failed.
  void finish();
  ParseState state() const { return state_; }
  // Whether nothing of the response has come.
  bool idle() const { return state_ == ParseState::kNeedMore && !in_body_ && head_.empty(); }
  // Only when failed; the status says nothing here.
  const ParseFault& fault() const { return fault_; }
  // Only when complete: moves the message out, and is ready for the next.
  Response take();

 private:
  void on_head();
  void fail(const ParseFault& fault);

  MessageLimits limits_;
  bool to_head_;
  HeadCollector head_;
  BodyReader body_;
  bool in_body_ = false;
  int interim_responses_ = 0;
  ParseState state_ = ParseState::kNeedMore;
  Response response_;
  ParseFault fault_;
};

}  // namespace dialtone::http

// The head of a message: from its first line to the empty line. Boost.Beast's parser behind it, and behind that the
// refusals that it lacks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/http/message.h"

namespace dialtone::http {

// Why a message is no good, and the status with which a server says so.
struct ParseFault {
  int status = 400;
  std::string reason;

  friend bool operator==(const ParseFault&, const ParseFault&) = default;
};

struct MessageLimits {
  std::size_t head_bytes = 16 * 1024;
  std::size_t target_bytes = 8 * 1024;
  std::size_t body_bytes = 64 * 1024;
  std::size_t fields = 100;
};

// How the body's end is told (RFC 9112 section 6.3).
struct BodyFraming {
  enum class Kind : std::uint8_t { kNone, kLength, kChunked, kUntilEnd };
  Kind kind = Kind::kNone;
  std::uint64_t length_bytes = 0;  // only with kLength
};

// Collects a head from pieces of any size. The same bytes give the same outcome however they are cut.
class HeadCollector {
 public:
  HeadCollector(const MessageLimits& limits, bool is_request) : limits_(limits), is_request_(is_request) {}

  enum class State : std::uint8_t { kNeedMore, kComplete, kFailed };
  // Takes as much of `bytes` as belongs to the head; returns how much that is.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }
  // Only when complete: all of the head, the empty line included. Empty lines before a request line are skipped. In a
  // response, a field that is folded over lines has spaces for their ends (RFC 9112 section 5.2); in a request, it is
  // refused.
  std::string_view head() const { return head_; }
  // Only when failed.
  const ParseFault& fault() const { return fault_; }
  bool empty() const { return head_.empty(); }
  // Forgets the head, and gives its memory back.
  void clear();

 private:
  // Always false.
  bool fail(int status, std::string_view reason);
  // Looks at the lines that have an end, from where it stopped; true when the last of them ends the head.
  bool scan();
  // Joins the line from `line_start_` to `end`, which begins with a blank, to the one before.
  void unfold(std::size_t end);
  void check_request_line();

  MessageLimits limits_;
  bool is_request_;
  State state_ = State::kNeedMore;
  std::size_t skipped_lines_ = 0;
  std::size_t fields_ = 0;
  std::size_t line_start_ = 0;
  std::size_t scanned_ = 0;
  // The end of the spaces that the last fold became: what stands before is not looked at again.
  std::size_t unfolded_ = 0;
  std::string head_;
  ParseFault fault_;
};

// The message without its body, from a complete head. HTTP/1.2 and higher minor versions are taken for 1.1 (RFC 9110
// section 2.5). Refused beyond RFC 9112's grammar: another major version (505); of a request, a fragment in its target
// and not exactly one Host in 1.1. A Host beside a target in absolute-form is not compared with it: the target's counts
// (RFC 9112 section 3.2.2).
Result<Request, ParseFault> parse_request_head(std::string_view head);
Result<Response, ParseFault> parse_response_head(std::string_view head);

// How the body is delimited. Refused: Transfer-Encoding in HTTP/1.0 or other than `chunked`, both it and
// Content-Length, Content-Lengths that differ, a length over the limit (413).
Result<BodyFraming, ParseFault> request_framing(const Request& request, const MessageLimits& limits);
Result<BodyFraming, ParseFault> response_framing(const Response& response, bool to_head, const MessageLimits& limits);

}  // namespace dialtone::http

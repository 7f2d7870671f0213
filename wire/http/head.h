// The head of a message: from its first line to the empty line. Uses Boost.Beast's parser, and then refuses what Beast
// lets pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/http/message.h"

namespace dialtone::http {

// Why a message is malformed, and the status with which a server says so.
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

// How the end of the body is determined (RFC 9112 section 6.3).
struct BodyFraming {
  enum class Kind : std::uint8_t { kNone, kLength, kChunked, kUntilEnd };
  Kind kind = Kind::kNone;
  std::uint64_t length_bytes = 0;  // only with kLength
};

// Collects a head from pieces of any size. The same bytes give the same result however they are cut.
class HeadCollector {
 public:
  HeadCollector(const MessageLimits& limits, bool is_request) : limits_(limits), is_request_(is_request) {}

  enum class State : std::uint8_t { kNeedMore, kComplete, kFailed };
  // Takes the part of `bytes` that belongs to the head; returns its length.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }
  // Requires complete(): the whole head with the empty line. Empty lines before a request line are skipped. In a
  // response, the line ends of a folded field are replaced by spaces (RFC 9112 section 5.2); in a request, a folded
  // field is refused.
  std::string_view head() const { return head_; }
  // Requires failed().
  const ParseFault& fault() const { return fault_; }
  bool empty() const { return head_.empty(); }
  // Forgets the head and frees its memory.
  void clear();

 private:
  // Always returns false.
  bool fail(int status, std::string_view reason);
  // Scans the lines that have an end, from where the last call stopped; returns true if the last of them ends the head.
  bool scan();
  // Joins the line from `line_start_` to `end`, which begins with a blank, to the line before.
  void unfold(std::size_t end);
  void check_request_line();

  MessageLimits limits_;
  bool is_request_;
  State state_ = State::kNeedMore;
  std::size_t skipped_lines_ = 0;
  std::size_t fields_ = 0;
  std::size_t line_start_ = 0;
  std::size_t scanned_ = 0;
  // The end of the last fold's spaces: the text before is not scanned again.
  std::size_t unfolded_ = 0;
  std::string head_;
  ParseFault fault_;
};

// Parses a message without its body from a complete head. HTTP/1.2 and higher minor versions count as 1.1 (RFC 9110
// section 2.5). Also refuses: another major version (505); in a request, a fragment in the target, and in 1.1 anything
// but exactly one Host. Host is not compared with a target in absolute-form: the target counts (RFC 9112 section
// 3.2.2).
Result<Request, ParseFault> parse_request_head(std::string_view head);
Result<Response, ParseFault> parse_response_head(std::string_view head);

// Determines how the body is delimited. Refuses Transfer-Encoding in HTTP/1.0 or other than `chunked`, both
// Transfer-Encoding and Content-Length, Content-Lengths that differ, and a length over `most_bytes` (413).
Result<BodyFraming, ParseFault> request_framing(const Request& request, std::size_t most_bytes);
Result<BodyFraming, ParseFault> response_framing(const Response& response, bool to_head, std::size_t most_bytes);

}  // namespace dialtone::http

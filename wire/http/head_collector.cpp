#include <algorithm>

#include "wire/http/head.h"

namespace dialtone::http {
namespace {

// Longer than any method in use; a longer one is unknown (RFC 9112 section 3).
constexpr std::size_t kMethodBytes = 32;
constexpr std::size_t kSkippedLines = 8;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

bool HeadCollector::fail(int status, std::string_view reason) {
  state_ = State::kFailed;
  fault_ = {status, std::string(reason)};
  head_ = std::string();
  return false;
}

void HeadCollector::clear() {
  head_ = std::string();
  line_start_ = scanned_ = unfolded_ = skipped_lines_ = fields_ = 0;
  state_ = State::kNeedMore;
}

std::size_t HeadCollector::feed(std::string_view bytes) {
  if (state_ != State::kNeedMore || bytes.empty()) return 0;
  std::size_t taken = 0;
  while (state_ == State::kNeedMore && taken < bytes.size()) {
    const std::size_t room = limits_.head_bytes + 1 - head_.size();
    const std::size_t piece = std::min(room, bytes.size() - taken);
    head_.append(bytes, taken, piece);
    taken += piece;
    if (scan()) {
      const std::size_t over = head_.size() - scanned_;
      head_.resize(scanned_);
      state_ = State::kComplete;
      return taken - over;
    }
    if (state_ == State::kNeedMore && head_.size() > limits_.head_bytes) fail(431, "the header is too large");
  }
  return taken;
}

bool HeadCollector::scan() {
  for (;;) {
    if (line_start_ == 0 && is_request_) check_request_line();
    if (state_ == State::kFailed) return false;
    const std::size_t end = head_.find('\n', scanned_);
    if (end == std::string::npos) {
      scanned_ = head_.size();
      return false;
    }
    if (end == line_start_ || head_[end - 1] != '\r') return fail(400, "a line does not end with CR LF");
    const bool empty_line = end == line_start_ + 1;
    if (empty_line && line_start_ == 0) {
      if (!is_request_ || ++skipped_lines_ > kSkippedLines) return fail(400, "an empty line where a message begins");
      head_.erase(0, 2);
      scanned_ = 0;
      continue;
    }
    if (is_blank(head_[line_start_])) {
      if (is_request_ || fields_ == 0) return fail(400, "a header field is folded");
      unfold(end);
    } else if (!empty_line && line_start_ != 0 && ++fields_ > limits_.fields) {  // the first line is not a field
      return fail(431, "too many header fields");
    }
    line_start_ = scanned_ = end + 1;
    if (empty_line) return true;
  }
}

// RFC 9112 section 5.2: replaces the line end, and the blanks on both sides of it, by spaces.
void HeadCollector::unfold(std::size_t end) {
  std::size_t first = line_start_ - 2;
  while (first > unfolded_ && is_blank(head_[first - 1])) --first;
  unfolded_ = line_start_;
  while (unfolded_ < end && is_blank(head_[unfolded_])) ++unfolded_;
  std::fill(head_.begin() + static_cast<std::ptrdiff_t>(first), head_.begin() + static_cast<std::ptrdiff_t>(unfolded_),
            ' ');
}

void HeadCollector::check_request_line() {
  const std::string_view line = std::string_view(head_).substr(0, head_.find('\n'));
  const std::size_t space = line.find(' ');
  if (std::min(space, line.size()) > kMethodBytes) {
    fail(501, "the method is too long");
    return;
  }
  if (space == std::string_view::npos) return;
  const std::string_view target = line.substr(space + 1);
  if (std::min(target.find(' '), target.size()) > limits_.target_bytes) fail(414, "the URI is too long");
}

}  // namespace dialtone::http

#include "wire/sip/stream_reader.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/header_name.h"
#include "wire/sip/parser.h"

namespace dialtone::sip {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

}  // namespace

void StreamReader::feed(std::string_view bytes) { buffer_ += bytes; }

bool StreamReader::in_message() const { return !kHeadEnd.starts_with(buffer_); }

StreamReader::State StreamReader::next() {
  if (!fault_.empty()) return State::kFailed;
  assert(scanned_ <= buffer_.size() && message_size_ <= kMaxMessageSize);
  while (message_size_ == 0) {
    const std::string_view buffer = buffer_;
    if (keep_alive_ == KeepAlive::kPing && buffer.starts_with(kHeadEnd)) return take_line_end(State::kPing, 4);
    if (keep_alive_ == KeepAlive::kPong && buffer.starts_with(kLineEnd)) return take_line_end(State::kPong, 2);
    // May be the first half of a ping; if anything else follows, it is an empty line before a message.
    if (!in_message()) return State::kNeedMore;
    if (buffer.starts_with(kLineEnd) && buffer[2] != '\r') {
      buffer_.erase(0, 2);
      continue;
    }
    const std::size_t head_size = buffer.find(kHeadEnd, scanned_);
    if (head_size == std::string_view::npos) {
      if (buffer.size() > kMaxMessageSize) return fail("message of more than 65535 bytes");
      scanned_ = buffer.size() - std::min<std::size_t>(buffer.size(), kHeadEnd.size() - 1);
      return State::kNeedMore;
    }
    const Result<std::size_t> body = body_size(buffer.substr(0, head_size + 2));
    if (!body) return fail(body.error().reason);
    message_size_ = head_size + kHeadEnd.size() + *body;
    if (message_size_ > kMaxMessageSize) return fail("message of more than 65535 bytes");
  }
  return buffer_.size() < message_size_ ? State::kNeedMore : State::kMessage;
}

Result<Message, MalformedMessage> StreamReader::take() {
  assert(message_size_ > 0 && buffer_.size() >= message_size_);
  std::string message;
  if (buffer_.size() == message_size_) {
    message.swap(buffer_);
  } else {
    message = buffer_.substr(0, message_size_);
    buffer_.erase(0, message_size_);
  }
  assert(message.size() == message_size_);
  message_size_ = 0;
  scanned_ = 0;
  return read_message(std::move(message));
}

StreamReader::State StreamReader::fail(std::string_view reason) {
  assert(fault_.empty() && !reason.empty() && "a stream fails once, for a reason");
  fault_ = reason;
  buffer_.clear();
  buffer_.shrink_to_fit();
  return State::kFailed;
}

StreamReader::State StreamReader::take_line_end(State state, std::size_t size_bytes) {
  assert(message_size_ == 0 && buffer_.size() >= size_bytes && "a keep-alive stands between messages");
  buffer_.erase(0, size_bytes);
  return state;
}

Result<std::size_t> StreamReader::body_size(std::string_view head) const {
  std::optional<std::uint32_t> found;
  while (!head.empty()) {
    assert(head.ends_with(kLineEnd));
    std::size_t end = head.find(kLineEnd);
    while (end + 2 < head.size() && is_space(head[end + 2])) end = head.find(kLineEnd, end + 2);
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || header_named(trim(line.substr(0, colon))) != HeaderName::kContentLength) {
      continue;
    }
    std::string value(line.substr(colon + 1));
    std::replace_if(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
    const std::optional<std::uint32_t> length = parse_number(trim(value));
    if (!length) return Failure{"Content-Length that is not a number"};
    if (found && *found != *length) return Failure{"two Content-Lengths that differ"};
    found = length;
  }
  if (!found) return Failure{"message without a Content-Length on a stream"};
  return std::size_t{*found};
}

}  // namespace dialtone::sip

// Messages out of a stream such as a TCP connection, where Content-Length tells where each ends (RFC 3261 18.3), and
// the line ends between them that keep the connection alive (RFC 5626 3.5.1).
//
//   reader.feed(bytes);
//   for (StreamReader::State state = reader.next(); state != kNeedMore; state = reader.next()) { ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/message.h"
#include "wire/sip/parser.h"

namespace dialtone::sip {

class StreamReader {
 public:
  // What a line end outside of a message means: to a server two are a ping, to a client one is a pong.
  enum class KeepAlive : std::uint8_t { kPing, kPong };
  enum class State : std::uint8_t {
    kNeedMore,
    kMessage,  // take() it
    kPing,
    kPong,
    kFailed,  // where the next message begins cannot be told: the connection is to be closed
  };

  explicit StreamReader(KeepAlive keep_alive = KeepAlive::kPing) : keep_alive_(keep_alive) {}

  void feed(std::string_view bytes);
  // What comes next in what was fed. After kFailed always kFailed.
  State next();
  // Once after kMessage. Fails on a message whose end was found but that is not well-formed.
  Result<Message, MalformedMessage> take();
  // Only after kFailed.
  const std::string& fault() const { return fault_; }
  // Whether nothing of a message is here: a good moment to close.
  bool idle() const { return buffer_.empty(); }
  // Whether a message has begun: more is here than a part of a ping.
  bool in_message() const;
  // What was fed and not taken.
  std::size_t size_bytes() const { return buffer_.size(); }

 private:
  State fail(std::string_view reason);
  State take_line_end(State state, std::size_t size_bytes);
  // Looks for Content-Length in a head without its last line end.
  Result<std::size_t> body_size(std::string_view head) const;

  KeepAlive keep_alive_;
  std::string buffer_;
  // No head ends before here.
  std::size_t scanned_ = 0;
  // Of the message at the front of the buffer; 0 while its end is unknown.
  std::size_t message_size_ = 0;
  std::string fault_;
};

}  // namespace dialtone::sip

// Cuts messages out of a stream such as a TCP connection, where Content-Length marks a message's end (RFC 3261 18.3),
// and reports the line ends between messages that keep the connection alive (RFC 5626 3.5.1).
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
  // What line ends between messages mean: two are a ping to a server, one is a pong to a client.
  enum class KeepAlive : std::uint8_t { kPing, kPong };
  enum class State : std::uint8_t {
    kNeedMore,
    kMessage,  // call take()
    kPing,
    kPong,
    kFailed,  // the start of the next message cannot be found: close the connection
  };

  explicit StreamReader(KeepAlive keep_alive = KeepAlive::kPing) : keep_alive_(keep_alive) {}

  void feed(std::string_view bytes);
  // Returns what comes next in the bytes that were fed. After kFailed always kFailed.
  State next();
  // Call once after kMessage. Fails if the message's end was found but the message is not well-formed.
  Result<Message, MalformedMessage> take();
  // Requires kFailed.
  const std::string& fault() const { return fault_; }
  // Returns true if no part of a message has arrived: the connection can be closed without loss.
  bool idle() const { return buffer_.empty(); }
  // Returns true if a message has begun: more has arrived than a part of a ping.
  bool in_message() const;
  // The number of bytes fed and not yet taken.
  std::size_t size_bytes() const { return buffer_.size(); }

 private:
  State fail(std::string_view reason);
  State take_line_end(State state, std::size_t size_bytes);
  // Returns the body's size from the Content-Length in `head`, a head without its last line end.
  Result<std::size_t> body_size(std::string_view head) const;

  KeepAlive keep_alive_;
  std::string buffer_;
  // The head does not end before this offset.
  std::size_t scanned_ = 0;
  // The size of the message at the front of the buffer; 0 while its end is unknown.
  std::size_t message_size_ = 0;
  std::string fault_;
};

}  // namespace dialtone::sip

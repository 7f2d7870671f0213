// Reads a message from a datagram (RFC 3261 7, 18.3).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "values/result.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

inline constexpr std::size_t kMaxMessageSize = 65'535;
inline constexpr std::size_t kMaxHeaders = 128;

// What can be said of a message that is not well-formed.
struct MalformedMessage {
  std::string reason;
  // Of a request: what of it could be read, for an answer with 400 (RFC 3261 18.3, 21.4.1); its Request-URI and its
  // body may be missing, and any of its headers. None where it is a response, which is dropped, or where its text
  // cannot be written back, because of a control character or the end of the datagram within its start line.
  std::optional<Message> request = std::nullopt;
};

// One whole message; empty lines before it are skipped, and what follows its Content-Length is dropped. It can fail
// where the start line, a header's line or the length of the body is not well-formed, or a limit is passed. What the
// headers say is not judged here: see validate(). Header values may be any bytes but control characters, which may
// stand behind a backslash only.
Result<Message, MalformedMessage> read_message(std::string datagram);

// As read_message, for whom nothing but the reason matters.
Result<Message> parse_message(std::string datagram);

}  // namespace dialtone::sip

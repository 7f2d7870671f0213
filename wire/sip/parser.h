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

// What is known of a message that is not well-formed.
struct MalformedMessage {
  std::string reason;
  // The readable parts of a malformed request, for an answer with 400 (RFC 3261 18.3, 21.4.1). Request-URI, body and
  // any header may be missing. nullopt for a response, which is dropped, and for a text that cannot be written back: a
  // control character or the datagram's end is within the start line.
  std::optional<Message> request = std::nullopt;
};

// Reads one whole message; skips empty lines before the message, and drops bytes after its Content-Length. Fails if the
// start line, a header line or the body's length is malformed, or a limit is exceeded. Does not check the meaning of
// headers: validate() does. Header values may contain any bytes except control characters, which need a backslash
// before them.
Result<Message, MalformedMessage> read_message(std::string datagram);

// As read_message, for callers that need only the error's text.
Result<Message> parse_message(std::string datagram);

}  // namespace dialtone::sip

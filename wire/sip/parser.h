// Reads a message from a datagram (RFC 3261 7, 18.3).
#pragma once

#include <cstddef>
#include <string>

#include "values/result.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

inline constexpr std::size_t kMaxMessageSize = 65'535;
inline constexpr std::size_t kMaxHeaders = 128;

// One whole message; empty lines before it are skipped, and what follows its Content-Length is dropped. It can fail
// where the start line, a header's line or the length of the body is not well-formed, or a limit is passed. What the
// headers say is not judged here: see validate().
Result<Message> parse_message(std::string datagram);

}  // namespace dialtone::sip

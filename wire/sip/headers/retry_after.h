// How long a server asks a client to wait (RFC 3261 20.33).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "values/result.h"

namespace dialtone::sip {

// A view: the parsed text must outlive it.
struct RetryAfter {
  // A larger number counts as 2^32 - 1.
  std::uint32_t seconds = 0;
  // Includes the parentheses; empty if absent.
  std::string_view comment;
  // How long the callee can be reached after the wait.
  std::optional<std::uint32_t> duration_seconds = std::nullopt;
};

// Parses `18000;duration=3600` or `120 (I'm in a meeting)`.
Result<RetryAfter> parse_retry_after(std::string_view text);

}  // namespace dialtone::sip

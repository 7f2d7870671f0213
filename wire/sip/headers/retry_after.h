// How long a server asks not to be asked again (RFC 3261 20.33).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "values/result.h"

namespace dialtone::sip {

// A view: the text that it was read from must outlive it.
struct RetryAfter {
  // At most 2^32 - 1, whatever larger number was written.
  std::uint32_t seconds = 0;
  // With its parentheses; empty where there is none.
  std::string_view comment;
  // For how long the callee can be reached from then on.
  std::optional<std::uint32_t> duration_seconds = std::nullopt;
};

// `18000;duration=3600` or `120 (I'm in a meeting)`.
Result<RetryAfter> parse_retry_after(std::string_view text);

}  // namespace dialtone::sip

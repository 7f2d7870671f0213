// Checks texts that are written into one line of a protocol's head.
#pragma once

#include <string_view>

namespace dialtone {

// Returns true if `text` has neither a carriage return nor a line feed. A separate loop for each character is several
// times faster than find_first_of.
inline bool is_one_line(std::string_view text) {
  return text.find('\r') == std::string_view::npos && text.find('\n') == std::string_view::npos;
}

}  // namespace dialtone

// Texts that stand in one line of a protocol's head.
#pragma once

#include <string_view>

namespace dialtone {

// Whether `text` has neither a carriage return nor a line feed. A loop of its own for each is several times faster than
// find_first_of.
inline bool is_one_line(std::string_view text) {
  return text.find('\r') == std::string_view::npos && text.find('\n') == std::string_view::npos;
}

}  // namespace dialtone

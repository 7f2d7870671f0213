// Compares secrets in a time that does not depend on how many of their characters agree.
#pragma once

#include <cstddef>
#include <string_view>

namespace dialtone {

// The time depends only on the length of `presented`.
inline bool equal_in_constant_time(std::string_view expected, std::string_view presented) {
  std::size_t difference = expected.size() ^ presented.size();
  for (std::size_t i = 0; i < presented.size(); ++i) {
    const char other = expected.empty() ? '\0' : expected[i % expected.size()];
    difference |= static_cast<std::size_t>(static_cast<unsigned char>(presented[i] ^ other));
  }
  return difference == 0;
}

}  // namespace dialtone

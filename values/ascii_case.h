// Converts ASCII letters to upper or lower case; leaves every other byte unchanged.
#pragma once

#include <algorithm>
#include <string_view>

namespace dialtone {

constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return a == b || lower_case(a) == lower_case(b); });
}

}  // namespace dialtone

// Finds long runs of letters in a text without reading every byte: most texts have no run that is long enough.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace dialtone {

using LetterTable = std::array<bool, 256>;

constexpr LetterTable letter_table(std::string_view further) {
  LetterTable table{};
  for (unsigned c = 0; c < table.size(); ++c) {
    table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  for (const char c : further) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr LetterTable hexadecimal_table() {
  LetterTable table{};
  for (const char c : std::string_view("0123456789abcdefABCDEF")) table[static_cast<unsigned char>(c)] = true;
  return table;
}
inline constexpr LetterTable kAlphanumeric = letter_table("");
inline constexpr LetterTable kHexadecimal = hexadecimal_table();
// The letters of both alphabets (RFC 4648 sections 4 and 5), without the padding.
inline constexpr LetterTable kBase64 = letter_table("+/-_");

inline bool is_in(const LetterTable& table, char c) { return table[static_cast<unsigned char>(c)]; }

// Calls `holds` with each maximal run of at least `least` letters of the table; returns true as soon as `holds` does.
template <typename Holds>
bool any_run(std::string_view text, const LetterTable& table, std::size_t least, const Holds& holds) {
  std::size_t at = 0;
  while (at + least <= text.size()) {
    // Test the candidate run from its last position backwards: usually that position has no letter, and the rest can be
    // skipped.
    std::size_t back = least;
    while (back > 0 && is_in(table, text[at + back - 1])) --back;
    if (back > 0) {
      at += back;
      continue;
    }
    std::size_t end = at + least;
    while (end < text.size() && is_in(table, text[end])) ++end;
    if (holds(text.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

}  // namespace dialtone

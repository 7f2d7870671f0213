// Numbers as hexadecimal text of fixed width, for nonces and tags.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dialtone {

inline constexpr std::size_t kHexDigits = 16;

// Returns sixteen lower-case digits.
inline std::array<char, kHexDigits> hex_digits(std::uint64_t number) {
  std::array<char, kHexDigits> digits;
  for (std::size_t i = kHexDigits; i > 0; number >>= 4) digits[--i] = "0123456789abcdef"[number & 15U];
  return digits;
}

inline void append_hex(std::string& out, std::uint64_t number) { out.append(hex_digits(number).data(), kHexDigits); }

inline std::string hex_text(std::uint64_t number) { return {hex_digits(number).data(), kHexDigits}; }

// Returns the number whose digits begin `text`, which has at least kHexDigits characters. Reading stops at the first
// character that is no digit.
inline std::uint64_t hex_at_front(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + kHexDigits, number, 16);
  return number;
}

}  // namespace dialtone

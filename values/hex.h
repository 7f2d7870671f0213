// Numbers as hexadecimal text of fixed width, for nonces and tags.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dialtone {

inline constexpr std::size_t kHexDigits = 16;

// Sixteen lower-case digits.
inline void append_hex(std::string& out, std::uint64_t number) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(number >> shift) & 15U];
}

// The number whose digits stand at the beginning of `text`, which has as many; what is no digit ends it.
inline std::uint64_t hex_at_front(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + kHexDigits, number, 16);
  return number;
}

}  // namespace dialtone

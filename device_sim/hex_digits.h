// A number as sixteen lower-case hexadecimal digits.
#pragma once

#include <cstdint>
#include <string>

namespace dialtone {

inline std::string hex_digits(std::uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i > 0; number >>= 4) text[--i] = kDigits[number & 15];
  return text;
}

}  // namespace dialtone

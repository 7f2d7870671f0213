// Numbers as hexadecimal text of fixed width, for nonces and tags.
#pragma once

#include <cstdint>
#include <string>

namespace dialtone {

// Sixteen lower-case digits.
inline void append_hex(std::string& out, std::uint64_t number) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(number >> shift) & 15U];
}

}  // namespace dialtone

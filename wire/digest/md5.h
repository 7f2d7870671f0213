// MD5 (RFC 1321), for digest authentication only: MD5 is broken as a signature.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::digest {

// Hashes a text that comes in pieces.
class Md5 {
 public:
  void update(std::string_view text);
  // Ends the text and returns its hash. The object cannot be used afterwards.
  std::array<std::uint8_t, 16> finish();

 private:
  void take_block(const char* block);

  std::array<std::uint32_t, 4> state_{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
  std::uint64_t size_bytes_ = 0;
  std::array<char, 64> pending_{};
};

}  // namespace dialtone::digest

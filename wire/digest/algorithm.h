// The hash functions of digest authentication, by their names on the wire (RFC 7616 3.3).
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace dialtone::digest {

enum class Algorithm {
  kMd5,
};

// In any case. None for what is not computed here, `MD5-sess` too.
std::optional<Algorithm> algorithm_named(std::string_view name);
std::string_view name_of(Algorithm algorithm);

// A hash as lower-case hexadecimal digits, without an allocation.
class HexHash {
 public:
  std::string_view text() const { return {digits_.data(), size_}; }
  void append_byte(unsigned byte);

 private:
  // As many as the longest algorithm will need, SHA-256.
  std::array<char, 64> digits_{};
  std::size_t size_ = 0;
};

// Of the parts with a colon between each and the next.
HexHash hash(Algorithm algorithm, std::initializer_list<std::string_view> parts);

}  // namespace dialtone::digest

// Mixing and hashing for chance and fingerprints: the same numbers on every machine, compiler and build type. Not
// suitable for secrets.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace dialtone {

// A bijection on 64 bits in which every input bit changes half of the output bits on average (MurmurHash3's finaliser
// with Stafford's constants, variant 13).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  x ^= x >> 31;
  return x;
}

// Folds `value` into `state`; the result depends on the order of the calls.
constexpr std::uint64_t combine(std::uint64_t state, std::uint64_t value) {
  return mix(state * 0x9E3779B97F4A7C15ULL + value + 0x632BE59BD9B4E019ULL);
}

namespace hash_detail {

constexpr std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Reads `count` bytes, at most eight, as a little-endian number.
constexpr std::uint64_t word_at(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  } else {
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(&word, bytes, count);
  }
  return word;
}

}  // namespace hash_detail

// Hashes the bytes of a text, sixteen at a time.
constexpr std::uint64_t hash_text(std::string_view text) {
  std::uint64_t state = 0x9E3779B97F4A7C15ULL ^ text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 16; left -= 16, at += 16) {
    state = hash_detail::multiply_fold(state ^ hash_detail::word_at(at, 8) ^ 0xA0761D6478BD642FULL,
                                       hash_detail::word_at(at + 8, 8) ^ 0xE7037ED1A0B428DBULL);
  }
  const std::size_t low = left < 8 ? left : 8;
  const std::uint64_t first = low == 0 ? 0 : hash_detail::word_at(at, low);
  const std::uint64_t second = left > 8 ? hash_detail::word_at(at + 8, left - 8) : 0;
  return mix(hash_detail::multiply_fold(state ^ first ^ 0x8EBC6AF09C88C6E3ULL, second ^ 0x589965CC75374CC3ULL));
}

}  // namespace dialtone

// Bytes that are computed from a seed, for contents of which only the size and the repeatability matter, such as a
// firmware image. Each byte can be computed without the bytes before it, so none needs to be stored.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "values/hash.h"

namespace dialtone {

// A range of a seed's bytes. Byte number n of a seed is byte `n % 8`, the lowest first, of combine(seed, n / 8).
struct GeneratedBytes {
  std::uint64_t seed = 0;
  // The number of the range's first byte.
  std::uint64_t first = 0;
  std::uint64_t size = 0;

  // The part of the range that begins at its byte `offset` (at most the size) and has at most `most` bytes.
  GeneratedBytes part(std::uint64_t offset, std::uint64_t most) const {
    assert(offset <= size);
    return {seed, first + offset, std::min(size - offset, most)};
  }
  // Copies the range from its byte `offset` (at most the size) on, until `into` is full or the range ends; returns the
  // number of bytes copied.
  std::size_t copy(std::uint64_t offset, std::span<char> into) const {
    assert(offset <= size);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size - offset, into.size()));
    for (std::size_t done = 0; done < count;) {
      const std::uint64_t number = first + offset + done;
      const std::uint64_t word = combine(seed, number / 8);
      const std::size_t skipped = number % 8;
      const std::size_t taken = std::min<std::size_t>(8 - skipped, count - done);
      static_assert(std::endian::native == std::endian::little);
      const std::uint64_t rest = word >> (8 * skipped);
      std::memcpy(into.data() + done, &rest, taken);
      done += taken;
    }
    return count;
  }
  // Returns true if `next` begins where this range ends.
  bool goes_on_with(const GeneratedBytes& next) const { return next.seed == seed && next.first == first + size; }

  friend bool operator==(const GeneratedBytes&, const GeneratedBytes&) = default;
};

}  // namespace dialtone

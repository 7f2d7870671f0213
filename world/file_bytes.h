// Bytes to write to a file: either given, or generated from a seed and then never stored.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "world/generated_bytes.h"

namespace dialtone {

// A view: given bytes must outlive this object.
class FileBytes {
 public:
  template <std::convertible_to<std::string_view> Text>
  FileBytes(const Text& bytes) : bytes_(std::string_view(bytes)) {}
  FileBytes(const GeneratedBytes& bytes) : bytes_(bytes) {}

  std::uint64_t size() const;
  // The part that begins at byte `offset` (at most the size) and has at most `most` bytes.
  FileBytes part(std::uint64_t offset, std::uint64_t most) const;
  // Copies the bytes, as many as `into` has room for; returns the number copied.
  std::size_t copy(std::span<char> into) const;
  // Null if the bytes are given.
  const GeneratedBytes* generated() const { return std::get_if<GeneratedBytes>(&bytes_); }
  // Null if the bytes are generated.
  const std::string_view* text() const { return std::get_if<std::string_view>(&bytes_); }

 private:
  std::variant<std::string_view, GeneratedBytes> bytes_;
};

}  // namespace dialtone

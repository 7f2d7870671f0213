// The bytes of a file in memory. What was generated is held as its seed, and what was written over it beside it, so
// that an image of 64 MB costs a few dozen bytes until somebody changes it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "world/generated_bytes.h"

namespace dialtone {

// What is written to a file: bytes, or generated ones. A view: the bytes must outlive it.
class FileBytes {
 public:
  template <std::convertible_to<std::string_view> Text>
  FileBytes(const Text& bytes) : bytes_(std::string_view(bytes)) {}
  FileBytes(const GeneratedBytes& bytes) : bytes_(bytes) {}

  std::uint64_t size() const;
  // From byte `offset` on, at most the size, and at most `most` bytes.
  FileBytes part(std::uint64_t offset, std::uint64_t most) const;
  // Copies its bytes, as many as `into` has room for; returns how many.
  std::size_t copy(std::span<char> into) const;
  // Null where they are bytes as such.
  const GeneratedBytes* generated() const { return std::get_if<GeneratedBytes>(&bytes_); }
  // Null where they are generated.
  const std::string_view* text() const { return std::get_if<std::string_view>(&bytes_); }

 private:
  std::variant<std::string_view, GeneratedBytes> bytes_;
};

class SparseFile {
 public:
  std::uint64_t size() const { return ranges_ == nullptr ? text_.size() : ranges_->size; }
  // Copies from byte `offset` on, until `into` is full or the file ends; returns how many.
  std::size_t read(std::uint64_t offset, std::span<char> into) const;
  // All of it.
  std::string read() const;
  // The memory that its bytes take, the seeds and ranges among them.
  std::size_t memory_bytes() const;

  // Replaces all of it.
  void assign(std::string_view bytes);
  void append(std::string_view bytes) { write(size(), bytes); }
  // Replaces what stands from byte `offset` on, and makes the file longer where that is needed; what lies between its
  // end and `offset` is zero then.
  void write(std::uint64_t offset, const FileBytes& bytes);

 private:
  struct Range {
    std::uint64_t begin;
    std::variant<std::string, GeneratedBytes> bytes;

    std::uint64_t size() const;
    std::uint64_t end() const { return begin + size(); }
    // Without what stands before or after `at`, which lies inside.
    Range from(std::uint64_t at) const;
    void cut(std::uint64_t at);
    // Takes over the bytes of `next`, which follows, if both are of a kind and go on; false where they are not.
    bool join(const Range& next);
  };
  struct Ranges {
    std::uint64_t size = 0;
    // By their begins, none empty, none overlapping, none that could be joined with the next. Between them: zeros.
    std::vector<Range> all{};
  };

  // Makes room: no range has any of those bytes any more. Returns where a range for them is to stand.
  std::size_t clear(std::uint64_t begin, std::uint64_t end);

  // The whole file while it has bytes only and no gap; empty otherwise.
  std::string text_;
  std::unique_ptr<Ranges> ranges_;
};

}  // namespace dialtone

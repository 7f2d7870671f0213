// Bodies of any size whose bytes are known: what makes them and what checks them. They need no memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "protocol/http/body_stream.h"
#include "world/host.h"

namespace dialtone {

// The byte of a pattern at a place. No two windows of it that are near each other are alike.
inline char pattern_at(std::uint64_t place) { return static_cast<char>((place * 2654435761U) >> 13); }

inline std::string pattern(std::size_t size) {
  std::string all(size, '\0');
  for (std::size_t i = 0; i < size; ++i) all[i] = pattern_at(i);
  return all;
}

// Counts the bytes of a pattern that come in order.
struct PatternCount {
  std::uint64_t bytes = 0;
  bool is_right = true;

  void note(std::string_view piece) {
    for (const char byte : piece) is_right = is_right && byte == pattern_at(bytes++);
  }
};

struct PatternOptions {
  std::uint64_t size = 0;
  std::optional<std::uint64_t> length = std::nullopt;
  // Before each piece.
  Duration pause{};
  // Fails there.
  std::uint64_t breaks_at = std::numeric_limits<std::uint64_t>::max();
};

class PatternSource : public BodySource {
 public:
  // `made` counts the bytes, and `gone` is set when the source is destroyed; both outlive it.
  PatternSource(Host& host, PatternOptions options, std::uint64_t& made, bool* gone = nullptr)
      : host_(host), options_(options), made_(made), gone_(gone) {}
  ~PatternSource() override {
    if (gone_ != nullptr) *gone_ = true;
  }

  std::optional<std::uint64_t> length() const override { return options_.length; }
  Task<Result<std::size_t>> read(std::span<char> into) override {
    if (options_.pause > Duration::zero()) co_await host_.sleep(options_.pause);
    if (made_ >= options_.breaks_at) co_return Failure{"the pattern breaks"};
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), options_.size - made_));
    for (std::size_t i = 0; i < size; ++i) into[i] = pattern_at(made_ + i);
    made_ += size;
    co_return size;
  }

 private:
  Host& host_;
  PatternOptions options_;
  std::uint64_t& made_;
  bool* gone_;
};

class PatternSink : public BodySink {
 public:
  explicit PatternSink(Host& host, Duration pause = {}) : host_(host), pause_(pause) {}

  // It takes bodies of 200, and fails there.
  std::size_t most = std::numeric_limits<std::size_t>::max();
  std::uint64_t breaks_at = std::numeric_limits<std::uint64_t>::max();
  PatternCount seen;

  std::optional<std::size_t> most_bytes(const http::Response& head) override {
    return head.status == 200 ? std::optional(most) : std::nullopt;
  }
  Task<Result<void>> take(std::string_view piece) override {
    seen.note(piece);
    if (pause_ > Duration::zero()) co_await host_.sleep(pause_);
    if (seen.bytes >= breaks_at) co_return Failure{"the sink is full"};
    co_return Result<void>();
  }

 private:
  Host& host_;
  Duration pause_;
};

}  // namespace dialtone

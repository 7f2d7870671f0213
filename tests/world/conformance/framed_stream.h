// A stream around another one: the simplest that has all the difficulties of TLS. Bytes are changed on the way and sent
// in frames of at most 1,000. So a part of a frame is not yet a byte for the reader, and bytes of a whole frame may
// wait to be read when the inner stream has none. A frame is its length in two bytes, the high one first, and the bytes
// XOR 0x5A.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "world/sockets.h"

namespace dialtone {

class FramedStream : public Stream {
 public:
  explicit FramedStream(std::unique_ptr<Stream> inner) : inner_(std::move(inner)) {}
  ~FramedStream() override {
    // As a world's stream, resets the connection if unread bytes are left; without power, does nothing.
    if (!plain_.empty() || !frames_.empty()) inner_->reset();
  }

  Endpoint local() const override { return inner_->local(); }
  Endpoint remote() const override { return inner_->remote(); }

  std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) override {
    std::array<char, 4096> piece{};
    while (plain_.empty()) {
      const auto got = inner_->try_read(piece);
      if (!got || !*got || **got == 0) return got;
      frames_.append(piece.data(), **got);
      open_frames();
    }
    const std::size_t count = std::min(plain_.size(), into.size());
    std::copy_n(plain_.begin(), count, into.begin());
    plain_.erase(0, count);
    return Result<std::size_t, IoError>(count);
  }
  // Only called when plain_ is empty: try_read returns its bytes first.
  Wait readable(Moment deadline) override { return inner_->readable(deadline); }

  // Reports a frame's bytes as written only when the whole frame was sent. Until then the caller offers them again.
  Result<std::size_t, IoError> try_write(std::string_view bytes) override {
    std::size_t taken = 0;
    while (taken < bytes.size()) {
      if (unsent_.empty()) {
        const std::string_view part = bytes.substr(taken, kMostInAFrame);
        append_frame(unsent_, part);
        in_frame_ = part.size();
      }
      const auto count = inner_->try_write(unsent_);
      if (!count) return count.error();
      unsent_.erase(0, *count);
      if (!unsent_.empty()) break;
      taken += in_frame_;
    }
    return taken;
  }
  Wait writable(Moment deadline) override { return inner_->writable(deadline); }

  void shutdown_write() override { inner_->shutdown_write(); }
  void reset() override {
    plain_.clear();
    frames_.clear();
    inner_->reset();
  }

 private:
  static constexpr std::size_t kMostInAFrame = 1000;

  static void append_changed(std::string& to, std::string_view bytes) {
    for (const char byte : bytes) to += static_cast<char>(byte ^ 0x5A);
  }
  static void append_frame(std::string& to, std::string_view bytes) {
    to += static_cast<char>(bytes.size() >> 8);
    to += static_cast<char>(bytes.size() & 0xFF);
    append_changed(to, bytes);
  }
  void open_frames() {
    constexpr std::size_t kHeadBytes = 2;
    std::size_t begin = 0;
    for (;;) {
      const std::string_view left = std::string_view(frames_).substr(begin);
      if (left.size() < kHeadBytes) break;
      const auto size =
          static_cast<std::size_t>(static_cast<unsigned char>(left[0]) << 8 | static_cast<unsigned char>(left[1]));
      if (left.size() < kHeadBytes + size) break;
      append_changed(plain_, left.substr(kHeadBytes, size));
      begin += kHeadBytes + size;
    }
    frames_.erase(0, begin);
  }

  std::unique_ptr<Stream> inner_;
  std::string frames_;        // received bytes, from the beginning of a frame on
  std::string plain_;         // decoded bytes that a reader may have now
  std::string unsent_;        // the rest of the frame that is being sent
  std::size_t in_frame_ = 0;  // the number of the caller's bytes in that frame
};

}  // namespace dialtone

// Frames a source's body for the wire: with a length, in chunks, or up to the end of the connection (RFC 9112 section
// 6.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/http/body_stream.h"
#include "wire/http/message.h"

namespace dialtone {

class FramedBody {
 public:
  // The largest result of next().
  static constexpr std::size_t kMostBytes = 8 * 1024;

  // `takes_chunks`: true if the receiver speaks HTTP/1.1. The source must outlive the body.
  FramedBody(BodySource& source, bool takes_chunks);

  // Sets Content-Length or Transfer-Encoding, or neither if ends_with_connection().
  void announce(http::Headers& headers) const;
  // Returns true if only the end of the connection marks the end of the body.
  bool ends_with_connection() const { return !is_chunked_ && !left_bytes_; }
  // Returns the next bytes for the wire, valid until the next call, or nothing when the body is complete. Fails if the
  // source fails or ends before its length.
  Task<Result<std::string_view>> next();

 private:
  std::string_view chunk(std::size_t size);

  BodySource& source_;
  std::optional<std::uint64_t> left_bytes_;  // bytes left of a body with a length; nullopt: it has none
  bool is_chunked_;
  bool has_ended_ = false;
  std::string buffer_;
};

}  // namespace dialtone

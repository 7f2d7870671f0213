// Bodies that are too large for memory are sent and received piece by piece, at the pace of the slower side. A source
// is asked for the next piece only after the transport has taken the previous one; the connection is read again only
// after the sink has taken a piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "values/result.h"
#include "wire/http/message.h"
#include "world/task.h"

namespace dialtone {

class BodySource {
 public:
  virtual ~BodySource() = default;
  // The size of the whole body; nullopt: unknown, so the body is sent in chunks.
  virtual std::optional<std::uint64_t> length() const { return std::nullopt; }
  // Waits for the next bytes of the body and writes them to the beginning of `into`, which is never empty. Returns
  // their number, or 0 at the end of the body. Callers never ask for more than length(). A failure ends the exchange.
  virtual Task<Result<std::size_t>> read(std::span<char> into) = 0;
};

class BodySink {
 public:
  virtual ~BodySink() = default;
  // Called once, when the head of the final answer has arrived. Returns the maximum size of the body in bytes, or
  // nullopt if this sink does not want the body (for example a refusal's page): then the body is collected in the
  // answer.
  virtual std::optional<std::size_t> most_bytes(const http::Response& head) = 0;
  // Takes the next piece of the body. The connection is not read before this returns. A failure ends the exchange.
  virtual Task<Result<void>> take(std::string_view piece) = 0;
};

}  // namespace dialtone

#include "protocol/http/framed_body.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <span>

namespace dialtone {
namespace {

// The number of hexadecimal digits of a chunk's size.
constexpr std::size_t kSizeDigits = 4;
// The bytes of the size, and of the line ends after the size and after the chunk.
constexpr std::size_t kChunkOverhead = kSizeDigits + 4;
static_assert(FramedBody::kMostBytes < 0x10000, "a chunk's size has four digits at most");
constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace

FramedBody::FramedBody(BodySource& source, bool takes_chunks)
    : source_(source), left_bytes_(source.length()), is_chunked_(takes_chunks && !left_bytes_) {}

void FramedBody::announce(http::Headers& headers) const {
  if (left_bytes_) headers.set("Content-Length", std::to_string(*left_bytes_));
  if (is_chunked_) headers.set("Transfer-Encoding", "chunked");
}

Task<Result<std::string_view>> FramedBody::next() {
  const std::uint64_t wanted = std::min<std::uint64_t>(left_bytes_.value_or(kMostBytes), kMostBytes - kChunkOverhead);
  if (has_ended_ || wanted == 0) co_return std::string_view();
  buffer_.resize(kMostBytes);
  const std::span<char> into(buffer_.data() + kSizeDigits + 2, static_cast<std::size_t>(wanted));
  const Result<std::size_t> got = co_await source_.read(into);
  if (!got) co_return got.error();
  assert(*got <= wanted);
  if (*got > 0) {
    if (left_bytes_) *left_bytes_ -= *got;
    co_return is_chunked_ ? chunk(*got) : std::string_view(into.data(), *got);
  }
  if (left_bytes_) co_return Failure{"the body is shorter than its length"};
  has_ended_ = true;
  co_return is_chunked_ ? kLastChunk : std::string_view();
}

std::string_view FramedBody::chunk(std::size_t size) {
  std::array<char, kSizeDigits> digits;
  const std::to_chars_result end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
  assert(end.ec == std::errc());
  const std::size_t count = static_cast<std::size_t>(end.ptr - digits.data());
  char* const begin = buffer_.data() + kSizeDigits - count;
  std::copy_n(digits.data(), count, begin);
  buffer_.replace(kSizeDigits, 2, "\r\n");
  buffer_.replace(kSizeDigits + 2 + size, 2, "\r\n");
  return {begin, count + 2 + size + 2};
}

}  // namespace dialtone

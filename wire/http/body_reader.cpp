#include "wire/http/body_reader.h"

#include <algorithm>

#include "wire/http/chunked_lines.h"

namespace dialtone::http {
namespace {

// The limits of the line with a chunk's size and extensions, of all extensions together, and of all trailers together.
constexpr std::size_t kLineBytes = 1024;
constexpr std::size_t kExtensionBytes = 8 * 1024;
constexpr std::size_t kTrailerBytes = 8 * 1024;
constexpr std::size_t kTrailers = 100;
// Enough digits for any accepted size, with some leading zeros.
constexpr std::size_t kSizeDigits = 16;

}  // namespace

BodyReader::BodyReader(BodyFraming framing, std::size_t limit_bytes, bool is_request)
    : is_request_(is_request), left_bytes_(framing.length_bytes), limit_bytes_(limit_bytes) {
  switch (framing.kind) {
    case BodyFraming::Kind::kNone: step_ = Step::kComplete; break;
    case BodyFraming::Kind::kLength: step_ = Step::kCounted; break;
    case BodyFraming::Kind::kChunked: step_ = Step::kChunkSize; break;
    case BodyFraming::Kind::kUntilEnd: step_ = Step::kUntilEnd; break;
  }
}

void BodyReader::fail(int status, std::string_view reason) {
  step_ = Step::kFailed;
  fault_ = {status, std::string(reason)};
}

std::size_t BodyReader::feed(std::string_view bytes, std::string& body) {
  std::size_t taken = 0;
  while (taken < bytes.size() && !complete() && !failed()) {
    const std::string_view rest = bytes.substr(taken);
    switch (step_) {
      case Step::kCounted:
      case Step::kChunk: taken += feed_counted(rest, body); break;
      case Step::kUntilEnd: taken += feed_until_end(rest, body); break;
      case Step::kChunkSize:
      case Step::kChunkEnd:
      case Step::kTrailer: taken += feed_line(rest); break;
      case Step::kComplete:
      case Step::kFailed: break;
    }
  }
  return taken;
}

void BodyReader::finish() {
  if (step_ == Step::kUntilEnd) step_ = Step::kComplete;
  if (!complete() && !failed()) fail(400, "the body is cut short");
}

std::size_t BodyReader::feed_counted(std::string_view bytes, std::string& body) {
  const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_bytes_));
  // Reserves room only for bytes that have arrived: the stated length is not to be trusted.
  body.append(bytes.substr(0, taken));
  left_bytes_ -= taken;
  if (left_bytes_ == 0) step_ = step_ == Step::kCounted ? Step::kComplete : Step::kChunkEnd;
  return taken;
}

std::size_t BodyReader::feed_until_end(std::string_view bytes, std::string& body) {
  if (bytes.size() > limit_bytes_) {
    fail(413, "the body is too large");
    return 0;
  }
  limit_bytes_ -= bytes.size();
  body.append(bytes);
  return bytes.size();
}

std::size_t BodyReader::feed_line(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t wanted = end == std::string_view::npos ? bytes.size() : end + 1;
  const std::size_t taken = std::min(wanted, kLineBytes + 1 - line_.size());
  line_.append(bytes.substr(0, taken));
  if (line_.size() > kLineBytes) {
    fail(400, "a line of the chunked coding is too long");
    return taken;
  }
  if (line_.back() != '\n') return taken;
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') {
    fail(400, "a line of the chunked coding does not end with CR LF");
    return taken;
  }
  line_.resize(line_.size() - 2);
  on_line();
  line_.clear();
  return taken;
}

void BodyReader::on_line() {
  switch (step_) {
    case Step::kChunkSize: return on_chunk_size();
    case Step::kChunkEnd:
      if (!line_.empty()) return fail(400, "a chunk is longer than its size");
      step_ = Step::kChunkSize;
      return;
    default: on_trailer();
  }
}

// Trailers are ignored.
void BodyReader::on_trailer() {
  if (line_.empty()) {
    step_ = Step::kComplete;
    return;
  }
  const bool continues = !is_request_ && trailers_ > 0 && is_folded_line(line_);
  if (!continues && !is_trailer(line_)) return fail(400, "a trailer is malformed");
  trailer_bytes_ += line_.size();
  if (trailer_bytes_ > kTrailerBytes || ++trailers_ > kTrailers) fail(431, "the trailers are too large");
}

void BodyReader::on_chunk_size() {
  const Result<std::uint64_t> size = parse_chunk_size(line_);
  if (!size) return fail(400, size.error().reason);
  if (line_.size() > kSizeDigits) extension_bytes_ += line_.size() - kSizeDigits;
  if (extension_bytes_ > kExtensionBytes) return fail(400, "the chunks' extensions are too large");
  if (*size > limit_bytes_) return fail(413, "the body is too large");
  limit_bytes_ -= *size;
  left_bytes_ = *size;
  step_ = *size == 0 ? Step::kTrailer : Step::kChunk;
}

}  // namespace dialtone::http

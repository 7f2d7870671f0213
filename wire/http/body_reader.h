// Reads a body of any framing from pieces of any size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/http/head.h"

namespace dialtone::http {

class BodyReader {
 public:
  BodyReader() = default;
  // `limit_bytes` bounds a body without a length. With `is_request`, trailers that are folded over lines are refused;
  // in a response they are ignored like all others.
  BodyReader(BodyFraming framing, std::size_t limit_bytes, bool is_request);

  // Appends the bytes of the body to `body`; returns how many of `bytes` belong to the message.
  std::size_t feed(std::string_view bytes, std::string& body);
  // Call at the end of the stream: completes a body that is delimited by the end, and fails for any other incomplete
  // body.
  void finish();
  bool complete() const { return step_ == Step::kComplete; }
  bool failed() const { return step_ == Step::kFailed; }
  const ParseFault& fault() const { return fault_; }

 private:
  enum class Step : std::uint8_t { kCounted, kUntilEnd, kChunkSize, kChunk, kChunkEnd, kTrailer, kComplete, kFailed };

  void fail(int status, std::string_view reason);
  std::size_t feed_counted(std::string_view bytes, std::string& body);
  std::size_t feed_until_end(std::string_view bytes, std::string& body);
  // Collects a line of the chunked coding, and handles it when it is complete.
  std::size_t feed_line(std::string_view bytes);
  void on_line();
  void on_chunk_size();
  void on_trailer();

  Step step_ = Step::kComplete;
  bool is_request_ = true;
  std::uint64_t left_bytes_ = 0;  // bytes left of the body or of the chunk
  std::size_t limit_bytes_ = 0;   // for the bytes still to come, without the present chunk
  std::size_t extension_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::size_t trailers_ = 0;
  std::string line_;
  ParseFault fault_;
};

}  // namespace dialtone::http

// The limit of a body holds for all of its pieces together, not only for each.
#include <gtest/gtest.h>

#include <string>

#include "wire/http/parser.h"

namespace dialtone::http {
namespace {

constexpr MessageLimits kHundredBytes{.body_bytes = 100};
constexpr std::string_view kChunkedRequest = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk_of(std::size_t size) {
  return (size == 40 ? "28" : "14") + std::string("\r\n") + std::string(size, 'x') + "\r\n";
}

TEST(BodySums, OfChunksThatAreTogetherAsLongAsABodyMayBeAreTaken) {
  RequestParser parser(kHundredBytes);
  parser.feed(std::string(kChunkedRequest) + chunk_of(40) + chunk_of(40) + chunk_of(20) + "0\r\n\r\n");
  ASSERT_EQ(parser.state(), ParseState::kComplete);
  EXPECT_EQ(parser.take().body.size(), 100U);
}

TEST(BodySums, OfChunksThatAreTogetherTooLongAreRefused) {
  RequestParser parser(kHundredBytes);
  parser.feed(std::string(kChunkedRequest) + chunk_of(40) + chunk_of(40));
  EXPECT_EQ(parser.state(), ParseState::kNeedMore);
  parser.feed(chunk_of(40));
  ASSERT_EQ(parser.state(), ParseState::kFailed);
  EXPECT_EQ(parser.fault().status, 413);
}

TEST(BodySums, OfPiecesOfABodyWithoutALengthAreBoundedToo) {
  ResponseParser parser(kHundredBytes);
  parser.feed("HTTP/1.1 200 OK\r\n\r\n");
  for (int piece = 0; piece < 2; ++piece) parser.feed(std::string(50, 'x'));
  EXPECT_EQ(parser.state(), ParseState::kNeedMore);
  parser.feed("x");
  ASSERT_EQ(parser.state(), ParseState::kFailed);
  EXPECT_EQ(parser.fault().status, 413);
}

}  // namespace
}  // namespace dialtone::http

// The total size of a message, however it is cut into lines, chunks and pieces: exactly the limit is accepted, one byte
// more is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "wire/http/parser.h"

namespace dialtone::http {
namespace {

constexpr int kIncomplete = -1;
constexpr int kTaken = 0;

// Returns the status of the refusal, or one of the two values above.
template <typename Parser>
int outcome_of(std::string_view bytes) {
  constexpr std::size_t kPiece = 100;
  Parser parser;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    parser.feed(bytes.substr(0, kPiece));
    bytes.remove_prefix(std::min(kPiece, bytes.size()));
  }
  if (parser.state() == ParseState::kFailed) return parser.fault().status;
  return parser.state() == ParseState::kComplete ? kTaken : kIncomplete;
}

int request(std::string_view bytes) { return outcome_of<RequestParser>(bytes); }

int chunked(const std::string& body) {
  return request("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
}

// Returns `text` repeated `count` times.
std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(HttpLimits, HoldForABodyOverAllOfItsChunks) {
  const std::string chunk = "100\r\n" + std::string(256, 'x') + "\r\n";
  EXPECT_EQ(chunked(times(256, chunk) + "0\r\n\r\n"), kTaken);
  EXPECT_EQ(chunked(times(256, chunk) + "1\r\n"), 413);
  EXPECT_EQ(chunked(times(65'536, "1\r\nx\r\n") + "1\r\n"), 413);
}

TEST(HttpLimits, HoldForAHeaderOverAllOfItsLines) {
  const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\n";
  const std::string line = "A: " + std::string(251, 'x') + "\r\n";
  const std::size_t left = 16 * 1024 - begin.size() - 63 * line.size() - 2;
  const std::string head = begin + times(63, line) + "B: " + std::string(left - 5, 'x') + "\r\n";
  ASSERT_EQ(head.size() + 2, 16U * 1024);
  EXPECT_EQ(request(head + "\r\n"), kTaken);
  EXPECT_EQ(request(head + "C"), kIncomplete);
  EXPECT_EQ(request(head + "C: d\r\n"), 431);
}

TEST(HttpLimits, HoldForTheLinesOfAHeader) {
  const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(request(begin + times(99, "A:\r\n") + "\r\n"), kTaken);
  EXPECT_EQ(request(begin + times(100, "A:\r\n")), 431);
}

TEST(HttpLimits, HoldForARequestsFirstLine) {
  const std::string rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(request("GET /" + std::string(8191, 'x') + rest), kTaken);
  EXPECT_EQ(request("GET /" + std::string(8192, 'x') + rest), 414);
  EXPECT_EQ(request("GET /" + std::string(8192, 'x')), 414);
  EXPECT_EQ(request(std::string(32, 'X') + " /" + rest), kTaken);
  EXPECT_EQ(request(std::string(33, 'X')), 501);
}

TEST(HttpLimits, HoldForEmptyLinesBeforeARequest) {
  EXPECT_EQ(request(times(8, "\r\n") + "GET / HTTP/1.1\r\nHost: a\r\n\r\n"), kTaken);
  EXPECT_EQ(request(times(9, "\r\n")), 400);
}

TEST(HttpLimits, HoldForALineOfTheChunkedCoding) {
  EXPECT_EQ(chunked("1;" + std::string(1020, 'x') + "\r\nx\r\n0\r\n\r\n"), kTaken);
  EXPECT_EQ(chunked("1;" + std::string(1021, 'x') + "\r\n"), 400);
  EXPECT_EQ(chunked("1;" + std::string(1023, 'x')), 400);
  EXPECT_EQ(chunked("0\r\nA:" + std::string(1023, 'x')), 400);
}

// Of the line of a chunk's size, 16 bytes may be the size, and all others count.
TEST(HttpLimits, HoldForTheExtensionsOfAllChunksTogether) {
  const std::string chunk = "1;" + std::string(526, 'x') + "\r\nx\r\n";
  EXPECT_EQ(chunked(times(16, chunk) + "0\r\n\r\n"), kTaken);
  EXPECT_EQ(chunked(times(16, chunk) + "1;" + std::string(15, 'x') + "\r\n"), 400);
  EXPECT_EQ(chunked(times(16, chunk) + std::string(16, '0') + "1\r\n"), 400);
}

TEST(HttpLimits, HoldForAllTrailersTogether) {
  const std::string trailer = "A:" + std::string(510, 'x') + "\r\n";
  EXPECT_EQ(chunked("0\r\n" + times(16, trailer) + "\r\n"), kTaken);
  EXPECT_EQ(chunked("0\r\n" + times(16, trailer) + "A:\r\n"), 431);
  EXPECT_EQ(chunked("0\r\n" + times(100, "A:\r\n") + "\r\n"), kTaken);
  EXPECT_EQ(chunked("0\r\n" + times(101, "A:\r\n")), 431);
}

TEST(HttpLimits, HoldForInterimAnswers) {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(outcome_of<ResponseParser>(times(8, interim) + answer), kTaken);
  EXPECT_EQ(outcome_of<ResponseParser>(times(9, interim)), 400);
}

TEST(HttpLimits, HoldForAnAnswerWhoseEndIsTheStreams) {
  const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
  EXPECT_EQ(outcome_of<ResponseParser>(head + std::string(65'536, 'x')), kIncomplete);
  EXPECT_EQ(outcome_of<ResponseParser>(head + std::string(65'537, 'x')), 413);
}

}  // namespace
}  // namespace dialtone::http

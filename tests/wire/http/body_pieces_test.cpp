// A parser that stops at the head, and whose bodies are taken piece by piece, makes the same of the same bytes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/wire/http/request_outcome.h"
#include "tests/wire/http/smuggling_cases.h"
#include "wire/http/parser.h"

namespace dialtone::http {
namespace {

RequestOutcome parse_with_stops(std::string_view bytes, std::size_t size) {
  RequestParser parser({}, true);
  RequestOutcome outcome;
  std::string body;
  std::string piece;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    bytes.remove_prefix(parser.feed(bytes.substr(0, size)));
    if (parser.state() == ParseState::kHead) parser.begin_body(MessageLimits().body_bytes);
    parser.take_piece(piece);
    body += piece;
    if (parser.state() != ParseState::kComplete) continue;
    outcome.requests.push_back(parser.take());
    outcome.requests.back().body = std::exchange(body, {});
  }
  if (parser.state() == ParseState::kFailed) {
    outcome.fault_status = parser.fault().status;
    outcome.fault_reason = parser.fault().reason;
  }
  outcome.idle = parser.idle();
  return outcome;
}

TEST(BodyPieces, AreTheBodyHoweverTheBytesAreCut) {
  for (const smuggling::SmugglingCase& each : smuggling::all_cases()) {
    const std::string bytes = each.bytes + smuggling::kSmuggled;
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
      EXPECT_EQ(parse_with_stops(bytes, size), parse_whole(bytes)) << each.name << " in pieces of " << size;
    }
  }
}

TEST(BodyPieces, WaitForTheLimitOfTheirBody) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
  RequestParser parser({}, true);
  EXPECT_EQ(parser.feed(head + "abc"), head.size());
  ASSERT_EQ(parser.state(), ParseState::kHead);
  EXPECT_EQ(parser.message().target, "/");
  EXPECT_EQ(parser.feed("abc"), 0U) << "nothing is taken before the body has begun";
  parser.begin_body(100'000);
  EXPECT_EQ(parser.state(), ParseState::kNeedMore);
  EXPECT_EQ(parser.feed("abc"), 3U);
  std::string piece = "of before";
  parser.take_piece(piece);
  EXPECT_EQ(piece, "abc");
  parser.take_piece(piece);
  EXPECT_EQ(piece, "");

  RequestParser other({}, true);
  other.feed(head);
  other.begin_body(99'999);
  ASSERT_EQ(other.state(), ParseState::kFailed);
  EXPECT_EQ(other.fault().status, 413);
}

TEST(BodyPieces, AreBoundedTogetherAlsoWhereTheyAreTaken) {
  RequestParser parser({}, true);
  parser.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  ASSERT_EQ(parser.state(), ParseState::kHead);
  parser.begin_body(10);
  std::string piece;
  parser.feed("8\r\n12345678\r\n");
  parser.take_piece(piece);
  EXPECT_EQ(piece, "12345678");
  parser.feed("3\r\n");
  ASSERT_EQ(parser.state(), ParseState::kFailed);
  EXPECT_EQ(parser.fault().status, 413);
}

TEST(BodyPieces, AResponseStopsAtItsFinalHead) {
  ResponseParser parser({}, false, true);
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n";
  const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
  EXPECT_EQ(parser.feed(interim + head + "abc"), interim.size() + head.size());
  ASSERT_EQ(parser.state(), ParseState::kHead);
  EXPECT_EQ(parser.message().status, 200);
  parser.begin_body(5);
  parser.feed("abc");
  std::string piece;
  parser.take_piece(piece);
  EXPECT_EQ(piece, "abc");
  parser.feed("de");
  parser.finish();
  ASSERT_EQ(parser.state(), ParseState::kComplete);
  EXPECT_EQ(parser.take().body, "de");
}

TEST(BodyPieces, AMessageWithoutABodyIsCompleteWhenItBegins) {
  RequestParser parser({}, true);
  parser.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_EQ(parser.state(), ParseState::kHead);
  parser.begin_body(0);
  EXPECT_EQ(parser.state(), ParseState::kComplete);
  parser.take();
  EXPECT_TRUE(parser.idle());
}

}  // namespace
}  // namespace dialtone::http

// A response parser gives the same result for the same bytes, however they are cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "wire/http/parser.h"

namespace dialtone::http {
namespace {

struct ResponseOutcome {
  ParseState state = ParseState::kNeedMore;
  Response response;
  std::string fault;
  std::size_t taken = 0;

  friend bool operator==(const ResponseOutcome&, const ResponseOutcome&) = default;
};

// The stream ends after the bytes.
template <typename NextSize>
ResponseOutcome parse_in_pieces_of(std::string_view bytes, NextSize next_size) {
  ResponseParser parser;
  ResponseOutcome outcome;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    const std::size_t taken = parser.feed(bytes.substr(0, next_size(bytes.size())));
    bytes.remove_prefix(taken);
    outcome.taken += taken;
  }
  parser.finish();
  outcome.state = parser.state();
  if (outcome.state == ParseState::kFailed) {
    outcome.fault = parser.fault().reason;
    outcome.taken = 0;
  } else {
    outcome.response = parser.take();
  }
  return outcome;
}

ResponseOutcome parse_whole_response(std::string_view bytes) {
  return parse_in_pieces_of(bytes, [](std::size_t left) { return left; });
}

struct CutCase {
  std::string_view name;
  bool in_order;
  std::string bytes;
};

std::vector<CutCase> cases() {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  return {
      {"a length", true, ok + "Content-Length: 5\r\n\r\nhello"},
      {"a length and more behind it", true, ok + "Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n"},
      {"no length", true, ok + "\r\nhello"},
      {"no length in HTTP/1.0", true, "HTTP/1.0 200 OK\r\n\r\nhello"},
      {"chunks", true, chunked + "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n"},
      {"interim responses", true, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nA: b\r\n\r\n" + ok + "\r\n"},
      {"no body", true, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"},
      {"a challenge", true,
       "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\nContent-Length: 0\r\n\r\n"},
      {"a short length", false, ok + "Content-Length: 6\r\n\r\nhello"},
      {"chunks that end too soon", false, chunked + "3\r\nabc\r\n"},
      {"a chunk that overflows", false, chunked + "10000000000000000\r\nabc\r\n0\r\n\r\n"},
      {"a chunk with a line feed alone", false, chunked + "3\nabc\r\n0\r\n\r\n"},
      {"lengths that differ", false, ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"},
      {"both framings", false, ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a coding that is not known", false, ok + "Transfer-Encoding: gzip\r\n\r\nhello"},
      {"chunked in HTTP/1.0", false, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"white space before the colon", false, ok + "Content-Length : 5\r\n\r\nhello"},
      {"a fold", true, ok + "A: b\r\n c\r\n\td \r\n  \r\nContent-Length:\r\n 5\r\n\r\nhello"},
      {"a fold of a trailer", true, chunked + "3\r\nabc\r\n0\r\nX: y\r\n z\r\n\r\n"},
      {"a fold before the first field", false, ok + " A: b\r\n\r\n"},
      {"HTTP/1.2", true, "HTTP/1.2 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
      {"HTTP/2.0", false, "HTTP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
      {"a bare carriage return", false, ok + "A: b\rc\r\n\r\n"},
      {"a null in a value", false, ok + std::string("A: \0\r\n\r\n", 8)},
      {"101 fields", false,
       ok +
           [] {
             std::string fields;
             for (int i = 0; i < 101; ++i) fields += "A: b\r\n";
             return fields;
           }() +
           "\r\n"},
      {"a head that does not end", false, ok + "A: b\r\n"},
      {"nothing", false, ""},
  };
}

TEST(ResponseParser, IsNotSwayedByWhereTheBytesAreCut) {
  for (const CutCase& each : cases()) {
    const ResponseOutcome whole = parse_whole_response(each.bytes);
    EXPECT_EQ(whole.state == ParseState::kComplete, each.in_order) << each.name << ": " << whole.fault;
    for (std::size_t first = 1; first < each.bytes.size(); ++first) {
      bool cut = false;
      const ResponseOutcome in_two =
          parse_in_pieces_of(each.bytes, [&](std::size_t left) { return std::exchange(cut, true) ? left : first; });
      ASSERT_EQ(in_two, whole) << each.name << ", cut behind " << first;
    }
  }
}

TEST(ResponseParser, IsNotSwayedByRandomPieces) {
  std::mt19937 random(20260101);
  const std::vector<CutCase> all = cases();
  for (int round = 0; round < 5000; ++round) {
    const CutCase& each = all[random() % all.size()];
    const ResponseOutcome in_pieces = parse_in_pieces_of(
        each.bytes, [&](std::size_t left) { return 1 + random() % std::min<std::size_t>(left, 20); });
    ASSERT_EQ(in_pieces, parse_whole_response(each.bytes)) << each.name;
  }
}

}  // namespace
}  // namespace dialtone::http

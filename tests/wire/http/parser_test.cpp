#include "wire/http/parser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/wire/http/request_outcome.h"

namespace dialtone::http {
namespace {

RequestOutcome parse(std::string_view bytes) { return parse_whole(bytes); }

std::string get(std::string_view headers, std::string_view body = "") {
  return "GET /provision HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

TEST(RequestParser, ReadsAGetWithABody) {
  const RequestOutcome outcome = parse(get("Content-Length: 5\r\nX-Any: b c \r\n", "hello"));
  ASSERT_EQ(outcome.requests.size(), 1U) << outcome.fault_reason;
  const Request& request = outcome.requests[0];
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/provision");
  EXPECT_EQ(request.version_minor, 1);
  EXPECT_EQ(request.body, "hello");
  ASSERT_NE(request.headers.find("x-ANY"), nullptr);
  EXPECT_EQ(*request.headers.find("x-ANY"), "b c");
  EXPECT_TRUE(outcome.idle);
}

TEST(RequestParser, ReadsAChunkedBodyWithExtensionsAndTrailers) {
  const RequestOutcome outcome = parse(
      get("Transfer-Encoding: Chunked\r\n", "3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\nHost: evil\r\nX: y\r\n\r\n"));
  ASSERT_EQ(outcome.requests.size(), 1U) << outcome.fault_reason;
  EXPECT_EQ(outcome.requests[0].body, "abc0123456789");
  EXPECT_EQ(outcome.requests[0].headers.count("Host"), 1U);
  EXPECT_EQ(outcome.requests[0].headers.find("X"), nullptr);
}

TEST(RequestParser, ReadsAnEmptyChunkedBody) {
  ASSERT_EQ(parse_in_pieces(get("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 1).requests.size(), 1U);
}

TEST(RequestParser, LeavesWhatFollowsForTheNextRequest) {
  const RequestOutcome outcome = parse(get("Content-Length: 2\r\n", "hi") + get("") + "\r\n" + get("") + "GET /ha");
  EXPECT_EQ(outcome.requests.size(), 3U);
  EXPECT_FALSE(outcome.idle);
}

TEST(RequestParser, TellsWhenAClientWaitsToBeToldToSendItsBody) {
  RequestParser parser;
  parser.feed(get("Expect: 100-Continue\r\nContent-Length: 2\r\n"));
  EXPECT_TRUE(parser.expects_continue());
  parser.feed("h");
  EXPECT_FALSE(parser.expects_continue());
}

struct Refused {
  std::string bytes;
  int status;
};

std::vector<Refused> refused_requests() {
  const std::string host = "Host: a\r\n";
  return {
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"GET / HTTP/1.0\r\n" + host + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
      {"GET / HTTP/1.1 \r\n" + host + "\r\n", 400},
      {"GET / http/1.1\r\n" + host + "\r\n", 400},
      {"GET /\r\n" + host + "\r\n", 400},
      {"GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GE(T / HTTP/1.1\r\n" + host + "\r\n", 400},
      {" GET / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET / HTTP/1.1\nHost: a\n\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n folded: a\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "nothing\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "A: b\x01\r\n\r\n", 400},
      {get("Content-Length: x\r\n"), 400},
      {get("Content-Length: -1\r\n"), 400},
      {get("Content-Length: +1\r\n"), 400},
      {get("Content-Length:\r\n"), 400},
      {get("Content-Length: 99999999999999999999999\r\n"), 400},
      {get("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400},
      {get("Content-Length: 1, 2\r\n", "ab"), 400},
      {get("Content-Length: 65537\r\n"), 413},
      {get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "abc"), 400},
      {get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "abc"), 400},
      {get("Transfer-Encoding: gzip\r\nContent-Length: 3\r\n", "abc"), 400},
      {get("Transfer-Encoding: gzip\r\n"), 501},
      {get("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {get("Transfer-Encoding: chunked, identity\r\n"), 501},
      {get("Transfer-Encoding: xchunked\r\n"), 501},
      {get("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), 501},
      {get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {get("Transfer-Encoding: chunked\r\n", "x\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "-1\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "0x1\r\na\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "1\r\nab\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "1\na\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "10001\r\n"), 413},
      {get("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n"), 400},
      {get("Transfer-Encoding: chunked\r\n", "1;" + std::string(2000, 'x')), 400},
      {get("Transfer-Encoding: chunked\r\n", "0\r\n" + std::string(20, ' ') + "\n"), 400},
      {"GET /" + std::string(8192, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 414},
      {"GET /" + std::string(20000, 'x'), 414},
      {std::string(33, 'X') + " / HTTP/1.1\r\n" + host + "\r\n", 501},
      {"GET / HTTP/1.1\r\n" + host + "A: " + std::string(17000, 'x') + "\r\n\r\n", 431},
      {"\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", 400},
  };
}

TEST(RequestParser, RefusesWhatIsMalformedOrAmbiguous) {
  for (const Refused& refused : refused_requests()) {
    const RequestOutcome outcome = parse(refused.bytes);
    EXPECT_TRUE(outcome.requests.empty()) << refused.bytes.substr(0, 200);
    EXPECT_EQ(outcome.fault_status, refused.status) << refused.bytes.substr(0, 200) << outcome.fault_reason;
    EXPECT_FALSE(outcome.fault_status != 0 && outcome.fault_reason.empty());
  }
}

std::vector<std::string> accepted_requests() {
  return {
      get(""),
      "GET / HTTP/1.0\r\n\r\n",
      "\r\nGET / HTTP/1.1\r\nHost:\r\n\r\n",
      "GET http://a:80/x?y HTTP/1.1\r\nHost: a:80\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
      "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
      get("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"),
      get("Content-Length: 3, 3\r\n", "abc"),
      get("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      get("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n"),
      get("A:\r\nB: \t \r\n"),
      "GET /" + std::string(8191, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n",
  };
}

TEST(RequestParser, AcceptsWhatIsInOrder) {
  for (const std::string& bytes : accepted_requests()) {
    const RequestOutcome outcome = parse(bytes);
    EXPECT_EQ(outcome.requests.size(), 1U) << bytes.substr(0, 200) << outcome.fault_reason;
  }
}

// 10 B12
TEST(RequestParser, TakesAHigherMinorVersionForHttp11) {
  for (char minor = '0'; minor <= '9'; ++minor) {
    const std::string version = std::string("HTTP/1.") + minor;
    const RequestOutcome outcome = parse("GET / " + version + "\r\nHost: a\r\n\r\n");
    ASSERT_EQ(outcome.requests.size(), 1U) << version << outcome.fault_reason;
    EXPECT_EQ(outcome.requests[0].version_minor, minor == '0' ? 0 : 1) << version;
    EXPECT_EQ(keeps_alive(outcome.requests[0]), minor != '0') << version;
    EXPECT_EQ(parse("GET / " + version + "\r\n\r\n").fault_status, minor == '0' ? 0 : 400)
        << version << " without Host";
    for (const char major : std::string("023456789")) {
      const std::string other = std::string("HTTP/") + major + "." + minor;
      EXPECT_EQ(parse("GET / " + other + "\r\nHost: a\r\n\r\n").fault_status, 505) << other;
    }
  }
  const RequestOutcome chunked =
      parse("GET / HTTP/1.2\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
  ASSERT_EQ(chunked.requests.size(), 1U) << chunked.fault_reason;
  EXPECT_EQ(chunked.requests[0].body, "hi");
}

TEST(RequestParser, GivesTheSameForBytesThatComeOneByOne) {
  std::vector<std::string> all = accepted_requests();
  for (const Refused& refused : refused_requests()) all.push_back(refused.bytes);
  all.push_back(all[0] + all[6] + all[9]);
  for (const std::string& bytes : all) {
    const RequestOutcome whole = parse(bytes);
    for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
      EXPECT_EQ(parse_in_pieces(bytes, piece), whole) << piece << " of " << bytes.substr(0, 200);
    }
  }
}

TEST(RequestParser, WaitsForMoreAtEveryCut) {
  for (const std::string& bytes : accepted_requests()) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const RequestOutcome outcome = parse_in_pieces(std::string_view(bytes).substr(0, length), 4096);
      EXPECT_TRUE(outcome.requests.empty()) << length << " of " << bytes.substr(0, 200);
      EXPECT_EQ(outcome.fault_status, 0) << length << " of " << bytes.substr(0, 200);
    }
  }
}

TEST(RequestParser, SurvivesMutationsAndIsNotSwayedByTheirCuts) {
  std::mt19937 random(20260101);
  const std::vector<std::string> seeds = accepted_requests();
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = seeds[random() % (seeds.size() - 1)];
    for (std::uint32_t changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0: bytes[at] = static_cast<char>(random() % 256); break;
        case 1: bytes.erase(at, 1 + random() % 3); break;
        case 2: bytes.insert(at, 1, "\r\n :,;0"[random() % 7]); break;
        default: bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
      }
      if (bytes.empty()) bytes = "x";
    }
    ASSERT_EQ(parse(bytes), parse_in_pieces(bytes, 1 + random() % 5)) << bytes;
  }
}

TEST(ResponseParser, ReadsEachFraming) {
  struct Case {
    std::string bytes;
    std::string body;
    bool to_head = false;
  };
  const std::vector<Case> cases = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi"},
      {"HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", ""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "hi"},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""},
      {"HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n", ""},
      {"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", "", true},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 X\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
       "hi"},
  };
  for (const Case& good : cases) {
    for (const std::size_t piece : {std::size_t{1}, good.bytes.size()}) {
      ResponseParser parser({}, good.to_head);
      std::string_view rest = good.bytes;
      while (!rest.empty()) {
        const std::size_t given = std::min(piece, rest.size());
        ASSERT_EQ(parser.feed(rest.substr(0, given)), given);
        rest.remove_prefix(given);
      }
      ASSERT_EQ(parser.state(), ParseState::kComplete) << good.bytes;
      EXPECT_EQ(parser.take().body, good.body);
    }
  }
}

// 10 B12
TEST(ResponseParser, TakesAHigherMinorVersionForHttp11) {
  for (char minor = '0'; minor <= '9'; ++minor) {
    for (char major = '0'; major <= '9'; ++major) {
      const std::string version = std::string("HTTP/") + major + "." + minor;
      ResponseParser parser;
      parser.feed(version + " 200 OK\r\nContent-Length: 2\r\n\r\nhi");
      ASSERT_EQ(parser.state(), major == '1' ? ParseState::kComplete : ParseState::kFailed) << version;
      if (major != '1') continue;
      const Response response = parser.take();
      EXPECT_EQ(response.version_minor, minor == '0' ? 0 : 1) << version;
      EXPECT_EQ(response.body, "hi");
    }
  }
}

// 10 B12
TEST(ResponseParser, ReadsAFieldThatIsFoldedAsOneLine) {
  const auto value_of = [](std::string_view field, std::size_t piece) -> std::string {
    ResponseParser parser;
    const std::string bytes = "HTTP/1.1 200 OK\r\n" + std::string(field) + "\r\nContent-Length: 2\r\n\r\nhi";
    for (std::string_view rest = bytes; !rest.empty() && parser.state() == ParseState::kNeedMore;) {
      rest.remove_prefix(parser.feed(rest.substr(0, piece)));
    }
    if (parser.state() != ParseState::kComplete) return "refused";
    const Response response = parser.take();
    EXPECT_EQ(response.body, "hi") << field;
    const std::string* value = response.headers.find("A");
    return value == nullptr ? "none" : *value;
  };
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"A: b\r\n c", "b   c"},
      {"A: b\r\n\tc", "b   c"},
      {"A: b \t\r\n \t c", "b       c"},
      {"A:\r\n b", "b"},
      {"A: b\r\n c\r\n\td", "b   c   d"},
      {"A: b\r\n \r\n c", "b      c"},
      {"A: b\r\n ", "b"},
      {"A: b\r\n C: d", "b   C: d"},
      {"A: b\r\n Content-Length: 5", "b   Content-Length: 5"},
      {"A\r\n : b", "refused"},
      {" A: b", "refused"},
      {"A: b\r\n c\n d", "refused"},
      {"A: b\r\n c\rd", "refused"},
      {"B: b\r\n\x01", "refused"},
      {"Transfer-Encoding: chun\r\n ked", "refused"},
      {"Content-Length: 1\r\n 2", "refused"},
  };
  for (const auto& [field, value] : cases) {
    for (const std::size_t piece : {1U, 2U, 3U, 1000U}) EXPECT_EQ(value_of(field, piece), value) << field;
  }
}

// 10 B12: a collector that scanned the blanks before each line again would exceed the test's time.
TEST(ResponseParser, LooksAtEachBlankOfAFoldOnce) {
  constexpr std::size_t kLines = 1'000'000;
  HeadCollector collector({.head_bytes = 5 * kLines}, false);
  std::string head = "HTTP/1.1 200 OK\r\nA: b";
  for (std::size_t i = 0; i < kLines; ++i) head += i % 2 == 0 ? "\r\n " : "\r\n\t";
  head += "\r\n c\r\n\r\n";
  EXPECT_EQ(collector.feed(head), head.size());
  ASSERT_EQ(collector.state(), HeadCollector::State::kComplete);
  EXPECT_EQ(collector.head(), "HTTP/1.1 200 OK\r\nA: b" + std::string(3 * (kLines + 1), ' ') + "c\r\n\r\n");
}

// 10 B12
TEST(ResponseParser, PassesOverATrailerThatIsFolded) {
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n";
  for (const auto& [trailers, is_good] : std::vector<std::pair<std::string, bool>>{
           {"A: b\r\n c\r\n\td\r\n", true}, {" A: b\r\n", false}, {"A: b\r\n c\rd\r\n", false}}) {
    ResponseParser parser;
    parser.feed(chunks + trailers + "\r\n");
    EXPECT_EQ(parser.state(), is_good ? ParseState::kComplete : ParseState::kFailed) << trailers;
  }
}

TEST(ResponseParser, TakesABodyWithoutALengthUntilTheStreamEnds) {
  ResponseParser parser;
  parser.feed("HTTP/1.0 200 OK\r\n\r\nhel");
  parser.feed("lo");
  EXPECT_EQ(parser.state(), ParseState::kNeedMore);
  parser.finish();
  ASSERT_EQ(parser.state(), ParseState::kComplete);
  EXPECT_EQ(parser.take().body, "hello");
}

TEST(ResponseParser, FailsWhereTheStreamEndsTooSoon) {
  const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ResponseParser parser;
    parser.feed(std::string_view(bytes).substr(0, length));
    EXPECT_EQ(parser.idle(), length == 0);
    parser.finish();
    EXPECT_EQ(parser.state(), ParseState::kFailed) << length;
  }
}

TEST(ResponseParser, RefusesWhatIsMalformed) {
  const std::vector<std::string> bad = {
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/2 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\n" + std::string(70000, 'x'),
      "\r\nHTTP/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
      "SIP/2.0 200 OK\r\n\r\n",
  };
  for (const std::string& bytes : bad) {
    ResponseParser parser;
    parser.feed(bytes);
    EXPECT_EQ(parser.state(), ParseState::kFailed) << bytes.substr(0, 100);
  }
  ResponseParser parser;
  for (int i = 0; i < 9; ++i) parser.feed("HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(parser.state(), ParseState::kFailed);
}

}  // namespace
}  // namespace dialtone::http

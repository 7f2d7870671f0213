#include "wire/http/chunked_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace dialtone::http {
namespace {

TEST(ChunkedLines, HaveASizeAndPerhapsExtensions) {
  const std::pair<std::string_view, std::uint64_t> cases[] = {
      {"0", 0},
      {"000", 0},
      {"aF", 175},
      {"ffffffffffffffff", 18446744073709551615U},
      {"00000000000000000000000000001", 1},
      {"1 ", 1},
      {"1;a", 1},
      {"1 ; a = b ;c=\"d\\\";e\"\t;f", 1},
  };
  for (const auto& [line, size] : cases) {
    const Result<std::uint64_t> read = parse_chunk_size(line);
    ASSERT_TRUE(read) << line;
    EXPECT_EQ(*read, size) << line;
  }
}

TEST(ChunkedLines, AreRefusedWhereTheyAreMalformed) {
  for (std::string_view bad : {"",      " 1",   "+1",      "-1",     "-0",   "0x1",          "1g",
                               "1,",    "1 a",  "1;",      "1;;a",   "1;a=", "1;a=\"b",      "1;a=\"b\"c",
                               "1;a b", "1;=b", "1;a=b=c", "1;a\rb", "1\r",  "1;a=\"\x01\"", "10000000000000000"}) {
    EXPECT_FALSE(parse_chunk_size(bad)) << bad;
  }
}

TEST(ChunkedLines, EndWithTrailers) {
  for (std::string_view good : {"A:", "A: b", "A:b c\td", "!#$%&'*+-.^_`|~9: \xC3\xA4"}) {
    EXPECT_TRUE(is_trailer(good)) << good;
  }
  for (std::string_view bad : {"", ":", ": a", "A", "A : b", " A: b", "A(: b", "A: \rb", "A: \x7F"}) {
    EXPECT_FALSE(is_trailer(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone::http

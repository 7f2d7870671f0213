#include "wire/sip/headers/retry_after.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone::sip {
namespace {

TEST(RetryAfter, ReadsSecondsACommentAndTheDuration) {
  struct Case {
    std::string_view text;
    std::uint32_t seconds;
    std::string_view comment;
    std::optional<std::uint32_t> duration_seconds;
  };
  const Case cases[] = {
      {"18000", 18000, "", std::nullopt},
      {" 0 ", 0, "", std::nullopt},
      {"18000;duration=3600", 18000, "", 3600},
      {"18000 ; x ; Duration = 3600", 18000, "", 3600},
      {"120 (I'm in a meeting)", 120, "(I'm in a meeting)", std::nullopt},
      {"120 (one (two) \\) three);duration=60", 120, "(one (two) \\) three)", 60},
      {"3600;duration=60 (Dinner)", 3600, "(Dinner)", 60},
      {"10(Already Pending Register)", 10, "(Already Pending Register)", std::nullopt},
      {"949302838503028349304023988", 4294967295, "", std::nullopt},
  };
  for (const Case& good : cases) {
    const Result<RetryAfter> read = parse_retry_after(good.text);
    ASSERT_TRUE(read) << good.text << read.error().reason;
    EXPECT_EQ(read->seconds, good.seconds) << good.text;
    EXPECT_EQ(read->comment, good.comment) << good.text;
    EXPECT_EQ(read->duration_seconds, good.duration_seconds) << good.text;
  }
}

TEST(RetryAfter, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"", "soon", "-1", "1x", "1 2", "1 (never ended", "1 (a) b", "1;duration=x", "1;", "(a)",
                               "1;duration=1 (a", "Thu, 01 Dec 1994 16:00:00 GMT"}) {
    EXPECT_FALSE(parse_retry_after(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip

#include "values/ascii_case.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

// 10 D22
TEST(AsciiCase, OfLettersIsIgnoredAndOfNothingElse) {
  EXPECT_TRUE(equal_ignoring_case("Retry-After", "retry-AFTER"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
  EXPECT_FALSE(equal_ignoring_case("ab", "a"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_case("@[", "`{")) << "32 apart, as upper and lower case are";
  EXPECT_FALSE(equal_ignoring_case("\xC3\x84", "\xC3\xA4")) << "letters beyond ASCII";
}

}  // namespace
}  // namespace dialtone

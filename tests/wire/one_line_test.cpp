#include "wire/one_line.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

TEST(OneLine, HasNoEndOfALineAnywhere) {
  EXPECT_TRUE(is_one_line(""));
  EXPECT_TRUE(is_one_line("a: b\t\\r\\n"));
  for (const std::string_view end : {"\r", "\n", "\r\n"}) {
    EXPECT_FALSE(is_one_line(std::string(end) + "after"));
    EXPECT_FALSE(is_one_line("before" + std::string(end)));
    EXPECT_FALSE(is_one_line("be" + std::string(end) + "tween"));
  }
}

}  // namespace
}  // namespace dialtone

#include "values/constant_time.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

TEST(ConstantTime, TellsEqualTextsFromAllOthers) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
  for (const char* other : {"", "s", "secre", "secreT", "Secret", "secrets", "secretsecret"}) {
    EXPECT_FALSE(equal_in_constant_time("secret", other)) << other;
    EXPECT_FALSE(equal_in_constant_time(other, "secret")) << other;
  }
}

}  // namespace
}  // namespace dialtone

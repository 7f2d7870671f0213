#include "values/hex.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

TEST(Hex, IsSixteenDigitsAndReadBack) {
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{0xab}, std::uint64_t{0x0123456789abcdef}, ~std::uint64_t{0}}) {
    std::string text = "x";
    append_hex(text, number);
    EXPECT_EQ(text.size(), 1 + kHexDigits);
    EXPECT_EQ(hex_at_front(text.substr(1) + "77"), number);
  }
  std::string text;
  append_hex(text, 0x0123456789abcdef);
  EXPECT_EQ(text, "0123456789abcdef");
}

TEST(Hex, EndsAtWhatIsNoDigit) { EXPECT_EQ(hex_at_front("12g4567890123456"), 0x12U); }

}  // namespace
}  // namespace dialtone

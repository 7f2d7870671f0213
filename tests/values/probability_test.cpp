#include "values/probability.h"

#include <gtest/gtest.h>

#include <array>

namespace dialtone {
namespace {

TEST(Probability, ReadsPercentagesAndFractions) {
  struct Case {
    std::string_view text;
    std::uint64_t parts_per_million;
  };
  constexpr std::array<Case, 14> kCases{{{"0", 0},
                                         {"0%", 0},
                                         {"0.000001", 1},
                                         {"0.0001%", 1},
                                         {"0.5%", 5'000},
                                         {"5%", 50'000},
                                         {"0.05", 50'000},
                                         {"0.050", 50'000},
                                         {"33.3333%", 333'333},
                                         {"0.999999", 999'999},
                                         {"1", 1'000'000},
                                         {"1.0", 1'000'000},
                                         {"100%", 1'000'000},
                                         {"100.0000%", 1'000'000}}};
  for (const Case& each : kCases) {
    const Result<Probability> probability = parse_probability(each.text);
    ASSERT_TRUE(probability) << each.text;
    EXPECT_EQ(probability->parts(), each.parts_per_million) << each.text;
  }
}

TEST(Probability, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"",    "%",   ".",    ".5",        "5.",        "5.%",      "-1",    "+1",           "-0.1%",
        "1.1", "2",   "101%", "100.0001%", "0.0000001", "0.00001%", "1e-3",  "0,5",          " 1",
        "1 ",  "5 %", "5%%",  "nan",       "inf",       "0..5",     "0.5.5", "999999999999", "9999999999999"}) {
    EXPECT_FALSE(parse_probability(text)) << text;
  }
}

TEST(Probability, IsWrittenAsAPercentageThatReadsBack) {
  struct Case {
    std::uint64_t parts_per_million;
    std::string_view text;
  };
  constexpr std::array<Case, 6> kCases{
      {{0, "0%"}, {1, "0.0001%"}, {5'000, "0.5%"}, {50'000, "5%"}, {333'333, "33.3333%"}, {1'000'000, "100%"}}};
  for (const Case& each : kCases) {
    EXPECT_EQ(to_text(Probability::parts_per_million(each.parts_per_million)), each.text);
    EXPECT_EQ(*parse_probability(each.text), Probability::parts_per_million(each.parts_per_million));
  }
}

TEST(Probability, NeverCoversNothingAndAlwaysCoversAll) {
  for (const std::uint64_t bits : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    EXPECT_FALSE(Probability().covers(bits)) << bits;
    EXPECT_TRUE(Probability::parts_per_million(1'000'000).covers(bits)) << bits;
  }
  EXPECT_TRUE(Probability().is_zero());
  EXPECT_FALSE(Probability::parts_per_million(1).is_zero());
}

TEST(Probability, CoversItsShareOfTheBits) {
  const Probability half = Probability::parts_per_million(500'000);
  EXPECT_TRUE(half.covers(0x7FFF'FFFF'FFFF'FFFF));
  EXPECT_FALSE(half.covers(0x8000'0000'0000'0000));
  const Probability millionth = Probability::parts_per_million(1);
  EXPECT_TRUE(millionth.covers(18'446'744'073'708));  // 2^64 / 10^6 is 18446744073709.55
  EXPECT_FALSE(millionth.covers(18'446'744'073'709));
}

}  // namespace
}  // namespace dialtone

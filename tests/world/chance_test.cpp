#include "world/chance.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace dialtone {
namespace {

constexpr Purpose kOne("test.one");
constexpr Purpose kOther("test.other");

TEST(Chance, DependsOnNameSeedPurposeKeyAndOrdinalAndOnNothingElse) {
  Chance chance(1, "host");
  const std::uint64_t first = chance.next(kOne).bits();
  const std::uint64_t second = chance.next(kOne).bits();
  EXPECT_NE(first, second);
  Chance again(1, "host");
  // Draws for another purpose or key in between change nothing.
  EXPECT_NE(again.next(kOther).bits(), first);
  EXPECT_NE(again.next(kOne, 7).bits(), first);
  EXPECT_EQ(again.next(kOne).bits(), first);
  again.next(kOther);
  EXPECT_EQ(again.next(kOne).bits(), second);
  EXPECT_NE(Chance(2, "host").next(kOne).bits(), first);
  EXPECT_NE(Chance(1, "most").next(kOne).bits(), first);
}

TEST(Chance, IsTheSameEverywhere) {
  // A change of these numbers changes every run, so it must be intended.
  Chance chance(42, "homes-0001");
  EXPECT_EQ(chance.next(kOne).bits(), 14912723017764953172U);
  EXPECT_EQ(draw(42, "homes-0001", kOne).bits(), 14912723017764953172U);
}

TEST(Chance, CountsEachOfVeryManyStreams) {
  Chance chance(1, "server");
  Chance expected(1, "server");
  std::vector<std::uint64_t> first;
  for (std::uint64_t key = 0; key < 1000; ++key) first.push_back(chance.next(kOne, key).bits());
  for (std::uint64_t key = 0; key < 1000; ++key) {
    Chance fresh(1, "server");
    EXPECT_EQ(fresh.next(kOne, key).bits(), first[key]);
    EXPECT_EQ(chance.next(kOne, key).bits(), fresh.next(kOne, key).bits()) << "the second draw of " << key;
  }
}

TEST(Draw, IsEvenOverItsRange) {
  std::array<int, 10> counts{};
  for (std::uint64_t i = 0; i < 10'000; ++i) ++counts[draw(1, "x", kOne, 0, i).below(10)];
  for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Duration duration = draw(1, "y", kOne, 0, i).between(Duration(5), Duration(7));
    EXPECT_GE(duration, Duration(5));
    EXPECT_LE(duration, Duration(7));
  }
}

TEST(Draw, HappensAsOftenAsItsProbabilitySays) {
  int happened = 0;
  const Probability five = Probability::parts_per_million(50'000);
  for (std::uint64_t i = 0; i < 100'000; ++i) happened += draw(1, "z", kOne, 0, i).happens(five) ? 1 : 0;
  EXPECT_NEAR(happened, 5000, 300);
  EXPECT_FALSE(draw(1, "z", kOne).happens(Probability()));
  EXPECT_TRUE(Draw(~std::uint64_t{0}).happens(Probability::parts_per_million(1'000'000)));
}

}  // namespace
}  // namespace dialtone

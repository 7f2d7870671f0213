#include "world/chance.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace dialtone {
namespace {

using std::chrono::milliseconds;

constexpr Purpose kJitter("test.jitter");
constexpr Purpose kLoss("test.loss");

std::vector<std::uint64_t> draws(Chance& chance, Purpose purpose, std::uint64_t key, int count) {
  std::vector<std::uint64_t> all;
  for (int i = 0; i < count; ++i) all.push_back(chance.next(purpose, key).bits());
  return all;
}

TEST(Chance, IsTheSameForTheSameSeedHostPurposeKeyAndOrdinal) {
  Chance one(7, "homes-0001");
  Chance other(7, "homes-0001");
  EXPECT_EQ(draws(one, kJitter, 3, 50), draws(other, kJitter, 3, 50));
}

TEST(Chance, DiffersWithEachOfSeedHostPurposeKeyAndOrdinal) {
  std::set<std::uint64_t> seen;
  int count = 0;
  for (const std::uint64_t seed : {7U, 8U}) {
    for (const char* host : {"homes-0001", "homes-0002"}) {
      Chance chance(seed, host);
      for (const Purpose purpose : {kJitter, kLoss}) {
        for (const std::uint64_t key : {0U, 1U}) {
          for (const std::uint64_t bits : draws(chance, purpose, key, 3)) {
            seen.insert(bits);
            ++count;
          }
        }
      }
    }
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(count));
}

TEST(Chance, OfOnePurposeAndKeyIsNotMovedByDrawsForAnother) {
  Chance quiet(7, "homes-0001");
  Chance busy(7, "homes-0001");
  const std::vector<std::uint64_t> expected = draws(quiet, kJitter, 5, 40);
  std::vector<std::uint64_t> got;
  for (int i = 0; i < 40; ++i) {
    busy.next(kLoss, 5);
    // So many keys that the ordinals go from a list to a table.
    busy.next(kJitter, 1000 + static_cast<std::uint64_t>(i));
    got.push_back(busy.next(kJitter, 5).bits());
  }
  EXPECT_EQ(got, expected);
}

TEST(Chance, OfAHostIsTheOrdinalsDrawOfItsName) {
  Chance chance(7, "homes-0001");
  for (std::uint64_t ordinal = 0; ordinal < 5; ++ordinal) {
    EXPECT_EQ(chance.next(kJitter, 3).bits(), draw(7, "homes-0001", kJitter, 3, ordinal).bits());
  }
}

TEST(Draw, HasValuesThatNeverChange) {
  EXPECT_EQ(draw(1, "homes-0001", Purpose("register.jitter")).bits(), 15977877311560782353U);
  EXPECT_EQ(draw(1, "homes-0001", Purpose("register.jitter"), 0, 1).bits(), 647818155588586094U);
  EXPECT_EQ(draw(2, "prov", Purpose("network.loss.up"), 17, 3).bits(), 10327648768610013521U);
}

TEST(Draw, IsBelowItsBoundAndReachesEveryValue) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::uint64_t value = draw(1, "host", kJitter, 0, i).below(10);
    EXPECT_LT(value, 10U);
    seen.insert(value);
  }
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_EQ(Draw(~std::uint64_t{0}).below(1), 0U);
  EXPECT_EQ(Draw(~std::uint64_t{0}).below(6), 5U);
  EXPECT_EQ(Draw(0).below(6), 0U);
}

TEST(Draw, LiesBetweenBothEndsIncluded) {
  EXPECT_EQ(Draw(0).between(milliseconds(5), milliseconds(9)), milliseconds(5));
  EXPECT_EQ(Draw(~std::uint64_t{0}).between(milliseconds(5), milliseconds(9)), milliseconds(9));
  EXPECT_EQ(Draw(12345).between(milliseconds(5), milliseconds(5)), milliseconds(5));
}

TEST(Draw, HappensAboutAsOftenAsItsProbabilitySays) {
  const Probability fifth = Probability::parts_per_million(200'000);
  int happened = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) happened += draw(1, "host", kLoss, 0, i).happens(fifth) ? 1 : 0;
  EXPECT_GT(happened, 1800);
  EXPECT_LT(happened, 2200);
  EXPECT_FALSE(Draw(0).happens(Probability()));
  EXPECT_TRUE(Draw(~std::uint64_t{0}).happens(Probability::parts_per_million(1'000'000)));
}

}  // namespace
}  // namespace dialtone

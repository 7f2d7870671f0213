// Which numbers a match includes.
#include "scenarios/language/faults/fault_match.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone {
namespace {

// Returns an x for each number from 1 to 9 that the match includes.
std::string numbers_of(const FaultMatch& match) {
  std::string text;
  for (std::uint64_t number = 1; number < 10; ++number) text += match.has_number(number) ? 'x' : '.';
  return text;
}

TEST(FaultMatch, HasEachNumberIfItSaysNothing) {
  EXPECT_EQ(numbers_of({}), "xxxxxxxxx");
  EXPECT_FALSE(FaultMatch().counts());
}

TEST(FaultMatch, HasTheNumbersThatItNames) {
  EXPECT_EQ(numbers_of({.nth = {1}}), "x........");
  EXPECT_EQ(numbers_of({.nth = {2, 4, 9}}), ".x.x....x");
  EXPECT_EQ(numbers_of({.first = 3}), "xxx......");
  EXPECT_EQ(numbers_of({.after = 3}), "...xxxxxx");
  EXPECT_EQ(numbers_of({.every = 1}), "xxxxxxxxx");
  EXPECT_EQ(numbers_of({.every = 3}), "..x..x..x");
}

TEST(FaultMatch, HasTheNumbersOnWhichAllOfItAgrees) {
  EXPECT_EQ(numbers_of({.first = 5, .after = 3}), "...xx....");
  EXPECT_EQ(numbers_of({.first = 8, .after = 3, .every = 2}), "...x.x.x.");
}

TEST(FaultMatch, HasTheSizesBetweenItsBounds) {
  EXPECT_TRUE(FaultMatch().has_size(0));
  EXPECT_FALSE(FaultMatch{.larger_than = 10}.has_size(10));
  EXPECT_TRUE(FaultMatch{.larger_than = 10}.has_size(11));
  EXPECT_TRUE(FaultMatch{.smaller_than = 10}.has_size(9));
  EXPECT_FALSE(FaultMatch{.smaller_than = 10}.has_size(10));
  const FaultMatch both{.larger_than = 10, .smaller_than = 12};
  EXPECT_FALSE(both.has_size(10));
  EXPECT_TRUE(both.has_size(11));
  EXPECT_FALSE(both.has_size(12));
}

TEST(FaultMatch, HasTheStatusesOfAClass) {
  EXPECT_TRUE(StatusRange().has(503));
  EXPECT_TRUE(StatusRange(401).has(401));
  EXPECT_FALSE(StatusRange(401).has(402));
  EXPECT_FALSE(StatusRange(400, 499).has(399));
  EXPECT_TRUE(StatusRange(400, 499).has(400));
  EXPECT_TRUE(StatusRange(400, 499).has(499));
  EXPECT_FALSE(StatusRange(400, 499).has(500));
}

TEST(FaultMatch, CountsIfAnyOfItsNumbersOrItsShareIsSet) {
  EXPECT_TRUE(FaultMatch{.nth = {1}}.counts());
  EXPECT_TRUE(FaultMatch{.first = 1}.counts());
  EXPECT_TRUE(FaultMatch{.after = 1}.counts());
  EXPECT_TRUE(FaultMatch{.every = 1}.counts());
  EXPECT_TRUE(FaultMatch{.share = Probability::parts_per_million(1)}.counts());
}

}  // namespace
}  // namespace dialtone

#include "protocol/digest/wrong_secrets.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

Guesser guesser(std::uint32_t number, std::uint64_t account = 1) { return {IpAddress::v4(number), account}; }

TEST(WrongSecrets, LockTheirGuesserFromTheLastOfThemOnForThePeriod) {
  WrongSecrets wrong(3, 10min, 10);
  wrong.note(guesser(1), 1, Moment(0s));
  wrong.note(guesser(1), 2, Moment(1min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(1min)), 0s);
  wrong.note(guesser(1), 3, Moment(5min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(5min)), 10min);
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(11min)), 4min) << "also when the first of them is long ago";
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(15min - 1ns)), 1ns);
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(15min)), 0s);
}

TEST(WrongSecrets, CountOnlyWithinThePeriod) {
  WrongSecrets wrong(2, 10min, 10);
  wrong.note(guesser(1), 1, Moment(0s));
  wrong.note(guesser(1), 2, Moment(10min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(10min)), 0s) << "the first has gone at this moment";
  wrong.note(guesser(1), 3, Moment(20min - 1ns));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(20min - 1ns)), 10min);
}

TEST(WrongSecrets, CountOnlyWithinThePeriodAlsoWhereOthersCameMeanwhile) {
  WrongSecrets wrong(3, 10min, 10);
  wrong.note(guesser(1), 1, Moment(0s));
  wrong.note(guesser(1), 2, Moment(6min));
  wrong.note(guesser(1), 3, Moment(10min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(10min)), 0s) << "the first has gone";
  wrong.note(guesser(1), 4, Moment(16min - 1ns));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(16min - 1ns)), 10min);
}

TEST(WrongSecrets, CountOnceHoweverOftenTheyCome) {
  WrongSecrets wrong(2, 10min, 10);
  for (int minute = 0; minute < 1000; ++minute) {
    wrong.note(guesser(1), 7, Moment(minute * 1min));
    ASSERT_EQ(wrong.locked_for(guesser(1), Moment(minute * 1min)), 0s) << minute;
  }
  wrong.note(guesser(1), 8, Moment(1000min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(1000min)), 10min);
}

TEST(WrongSecrets, ThatComeWhileTheirGuesserIsLockedProlongNothing) {
  WrongSecrets wrong(1, 10min, 10);
  wrong.note(guesser(1), 1, Moment(0s));
  wrong.note(guesser(1), 2, Moment(9min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(10min)), 0s);
  wrong.note(guesser(1), 2, Moment(10min));
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(10min)), 10min);
}

TEST(WrongSecrets, LockNobodyElse) {
  WrongSecrets wrong(1, 10min, 10);
  wrong.note(guesser(1, 1), 1, Moment(0s));
  EXPECT_EQ(wrong.locked_for(guesser(1, 2), Moment(0s)), 0s);
  EXPECT_EQ(wrong.locked_for(guesser(2, 1), Moment(0s)), 0s);
  EXPECT_EQ(wrong.locked_for(guesser(1, 0), Moment(0s)), 0s);
}

TEST(WrongSecrets, ForgiveTheUnlockedFirstWhereTheTableIsFull) {
  WrongSecrets wrong(2, 10min, 3);
  wrong.note(guesser(1), 1, Moment(0s));
  wrong.note(guesser(1), 2, Moment(0s));
  wrong.note(guesser(2), 1, Moment(1s));
  wrong.note(guesser(3), 1, Moment(2s));
  wrong.note(guesser(4), 1, Moment(3s));
  EXPECT_EQ(wrong.size(), 3U);
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(3s)), 9min + 57s) << "a lock is not bought off with other guessers";
  wrong.note(guesser(2), 2, Moment(3s));
  EXPECT_EQ(wrong.locked_for(guesser(2), Moment(3s)), 0s) << "it was forgiven, and begins anew";
  wrong.note(guesser(4), 2, Moment(3s));
  EXPECT_EQ(wrong.locked_for(guesser(4), Moment(3s)), 10min);
}

TEST(WrongSecrets, ForgiveWhoWasLockedFirstWhereAllAreLocked) {
  WrongSecrets wrong(1, 10min, 2);
  wrong.note(guesser(1), 1, Moment(1s));
  wrong.note(guesser(2), 1, Moment(2s));
  wrong.note(guesser(3), 1, Moment(3s));
  EXPECT_EQ(wrong.size(), 2U);
  EXPECT_EQ(wrong.locked_for(guesser(1), Moment(3s)), 0s);
  EXPECT_EQ(wrong.locked_for(guesser(2), Moment(3s)), 10min - 1s);
  EXPECT_EQ(wrong.locked_for(guesser(3), Moment(3s)), 10min);
}

TEST(WrongSecrets, AreForgottenWhenTheyAreOver) {
  WrongSecrets wrong(2, 10min, 100);
  for (std::uint32_t number = 0; number < 50; ++number) wrong.note(guesser(number), 1, Moment(0s));
  for (std::uint32_t number = 0; number < 20; ++number) wrong.note(guesser(number), 2, Moment(1min));
  EXPECT_EQ(wrong.size(), 50U);
  wrong.note(guesser(90), 1, Moment(10min));
  EXPECT_EQ(wrong.size(), 21U) << "the locked ones are not over yet";
  wrong.note(guesser(90), 2, Moment(11min));
  EXPECT_EQ(wrong.size(), 1U);
}

TEST(WrongSecrets, StayBoundedWhateverComes) {
  WrongSecrets wrong(2, 10min, 100);
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    wrong.note(guesser(number), number, Moment(number * 1ms));
    if (number % 3 == 0) wrong.note(guesser(number), number + 1, Moment(number * 1ms));
    ASSERT_LE(wrong.size(), 100U);
  }
}

}  // namespace
}  // namespace dialtone

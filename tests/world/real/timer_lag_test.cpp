#include "world/real/timer_lag.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;

void add(TimerLag& lag, Duration duration, int times) {
  for (int i = 0; i < times; ++i) lag.add(duration);
}

TEST(TimerLag, IsNothingWhereNoTimerCame) { EXPECT_EQ(TimerLag().p99_ms(), 0.0); }

TEST(TimerLag, IsExactToAnEighthOfItsValue) {
  for (std::int64_t value = 1; value < 100'000'000; value = value * 3 / 2 + 1) {
    TimerLag lag;
    add(lag, microseconds(value), 100);
    const double expected = static_cast<double>(value) / 1000.0;
    EXPECT_LE(lag.p99_ms(), expected);
    EXPECT_GE(lag.p99_ms(), expected * 7 / 8);
  }
}

TEST(TimerLag, IgnoresTheWorstHundredthAndNoMore) {
  TimerLag lag;
  add(lag, microseconds(2), 99);
  add(lag, milliseconds(64), 1);
  EXPECT_DOUBLE_EQ(lag.p99_ms(), 0.002);
  add(lag, milliseconds(64), 1);
  EXPECT_GT(lag.p99_ms(), 50.0);
}

TEST(TimerLag, CountsWhatCameEarlyAsInTimeAndHoldsTheLongest) {
  TimerLag lag;
  add(lag, -milliseconds(5), 10);
  EXPECT_EQ(lag.p99_ms(), 0.0);
  add(lag, Duration::max(), 10);
  add(lag, hours(24), 1000);
  EXPECT_GT(lag.p99_ms(), 70'000'000.0);
}

}  // namespace
}  // namespace dialtone

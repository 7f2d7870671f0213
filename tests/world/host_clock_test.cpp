// The arithmetic of a drifting clock.
#include "world/host_clock.h"

#include <gtest/gtest.h>

#include <random>

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Duration kYear = hours(24 * 365);

// 10 A6
TEST(HostClock, ShowsTheWorldsTimeToTheNanosecondWithoutDrift) {
  const HostClock clock;
  for (const Moment moment : {Moment{}, Moment(Duration(1)), Moment(seconds(7)), kNever - Duration(1)}) {
    EXPECT_EQ(clock.shown_at(moment), moment);
    EXPECT_EQ(clock.moment_of(moment), moment);
  }
  EXPECT_EQ(clock.moment_of(Moment::min()), Moment::min());
}

// 10 A6
TEST(HostClock, AMomentIsTheFirstAtWhichItIsShown) {
  std::mt19937_64 random(10);
  for (const std::int64_t drift : {500'000, -500'000, 100, -100, 1, -1, 333'333, -999'999, 99'000'000}) {
    HostClock clock;
    clock.set_drift(Moment(seconds(3)), drift);
    for (int i = 0; i < 2000; ++i) {
      const Moment shown = Moment(seconds(3)) + Duration(static_cast<std::int64_t>(random() >> (20 + i % 40)));
      const Moment moment = clock.moment_of(shown);
      if (moment == kNever - Duration(1)) continue;
      ASSERT_GE(clock.shown_at(moment), shown) << drift;
      if (moment > Moment(seconds(3))) ASSERT_LT(clock.shown_at(moment - Duration(1)), shown) << drift;
    }
  }
}

// 10 A6
TEST(HostClock, NeverJumpsAndNeverGoesBack) {
  HostClock clock;
  Moment world{};
  Moment shown{};
  for (int i = 1; i < 10'000; ++i) {
    world += Duration(i % 7);
    ASSERT_GE(clock.shown_at(world), shown);
    shown = clock.shown_at(world);
    clock.set_drift(world, i % 2 == 0 ? 500'000 : -500'000);
    ASSERT_EQ(clock.shown_at(world), shown);
  }
}

// 10 A6
TEST(HostClock, KeepsWhatItHasGainedWhenTheDriftEnds) {
  HostClock clock;
  clock.set_drift(Moment(seconds(10)), 500'000);
  clock.set_drift(Moment(seconds(20)), 0);
  EXPECT_EQ(clock.shown_at(Moment(seconds(30))), Moment(seconds(35)));
  EXPECT_EQ(clock.moment_of(Moment(seconds(35))), Moment(seconds(30)));
}

// 10 A6
TEST(HostClock, HoldsForCenturiesAndForNever) {
  HostClock slow;
  slow.set_drift(Moment(seconds(1)), -500'000);
  EXPECT_EQ(slow.moment_of(Moment(seconds(1) + 100 * kYear)), Moment(seconds(1) + 200 * kYear));
  EXPECT_EQ(slow.moment_of(Moment(250 * kYear)), kNever - Duration(1)) << "beyond all moments, but it can be moved";
  EXPECT_EQ(slow.moment_of(kNever - Duration(1)), kNever - Duration(1));
  EXPECT_EQ(slow.moment_of(kNever), kNever);
  EXPECT_EQ(slow.moment_of(Moment::min()), Moment{});
  EXPECT_EQ(slow.shown_at(Moment(seconds(1) + 200 * kYear)), Moment(seconds(1) + 100 * kYear));
  HostClock fast;
  fast.set_drift(Moment{}, 500'000);
  EXPECT_EQ(fast.moment_of(Moment(150 * kYear)), Moment(100 * kYear));
  EXPECT_EQ(fast.shown_at(Moment(100 * kYear)), Moment(150 * kYear));
}

}  // namespace
}  // namespace dialtone

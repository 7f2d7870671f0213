#include "device_sim/model/back_off.h"

#include <gtest/gtest.h>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class WaitingLonger : public testing::Test {
 protected:
  WaitingLonger() : world_({}), host_(world_.add_host(host_config())) {}

  static HostConfig host_config() {
    HostConfig config;
    config.name = "device";
    config.addresses = {IpAddress::v4(10, 0, 0, 1)};
    return config;
  }

  VirtualWorld world_;
  Host& host_;
};

TEST_F(WaitingLonger, DoublesItsBoundsUpToTheCap) {
  const BackOffRule rule{.base = 30s, .cap = 30min};
  for (int round = 0; round < 50; ++round) {
    BackOff back_off(0);
    for (const Duration longest : std::initializer_list<Duration>{60s, 120s, 240s, 480s, 960s, 1800s, 1800s, 1800s}) {
      const Duration wait = back_off.next(host_, rule);
      EXPECT_GE(wait, longest / 2);
      EXPECT_LE(wait, longest);
    }
  }
}

TEST_F(WaitingLonger, NeverOverflows) {
  BackOff back_off(0);
  for (int i = 0; i < 1000; ++i) EXPECT_LE(back_off.next(host_, {.base = 1ns, .cap = 24h * 36500}), 24h * 36500);
}

TEST_F(WaitingLonger, BeginsAgainAfterSuccess) {
  BackOff back_off(0);
  for (int i = 0; i < 5; ++i) back_off.next(host_, {.base = 1s, .cap = 1h});
  EXPECT_EQ(back_off.failures(), 5U);
  back_off.reset();
  EXPECT_LE(back_off.next(host_, {.base = 1s, .cap = 1h}), 2s);
}

TEST_F(WaitingLonger, WaitsAsLongAsItIsAskedToAndAtMostATenthMore) {
  BackOff back_off(0);
  for (int i = 0; i < 100; ++i) {
    const Duration wait = back_off.next_asked(host_, {.base = 30s, .cap = 30min}, 100s);
    EXPECT_GE(wait, 100s);
    EXPECT_LE(wait, 110s);
  }
}

// 10 B8
TEST_F(WaitingLonger, WaitsNoShorterThanItsFirstStepWhereItIsAskedForLessAgainAndAgain) {
  const BackOffRule rule{.base = 30s, .cap = 30min};
  for (const Duration asked : std::initializer_list<Duration>{1ns, 1s, 29s}) {
    BackOff back_off(0);
    const Duration first = back_off.next_asked(host_, rule, asked);
    EXPECT_GE(first, asked);
    EXPECT_LE(first, asked + asked / 10) << "the first time it is believed";
    for (int i = 0; i < 100; ++i) {
      const Duration wait = back_off.next_asked(host_, rule, asked);
      EXPECT_GE(wait, 30s);
      EXPECT_LE(wait, 60s);
    }
    back_off.reset();
    EXPECT_LE(back_off.next_asked(host_, rule, asked), asked + asked / 10);
  }
}

// 10 B8
TEST_F(WaitingLonger, IsNotMadeToWaitLongerByASmallRequestThanByNone) {
  BackOff back_off(0);
  back_off.next(host_, {.base = 30s, .cap = 40s});
  for (int i = 0; i < 100; ++i) EXPECT_LE(back_off.next_asked(host_, {.base = 30s, .cap = 40s}, 1s), 40s);
}

// 10 B8
TEST_F(WaitingLonger, WithoutBackOffItWaitsWhatItIsAskedOrItsBase) {
  const BackOffRule rule = without_back_off({.base = 30s, .cap = 30min});
  BackOff back_off(0);
  EXPECT_EQ(back_off.next_asked(host_, rule, 1s), 1s);
  EXPECT_EQ(back_off.next_asked(host_, rule, 1s), 30s);
  EXPECT_EQ(back_off.next_asked(host_, rule, 100s), 100s);
}

TEST_F(WaitingLonger, DrawsDifferWithinTheBounds) {
  BackOff one(0);
  BackOff other(1);
  EXPECT_NE(one.next(host_, {.base = 1h, .cap = 9h}), other.next(host_, {.base = 1h, .cap = 9h}));
}

}  // namespace
}  // namespace dialtone

#include "device_sim/back_off.h"

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
    const Duration wait = back_off.next_asked(host_, 100s);
    EXPECT_GE(wait, 100s);
    EXPECT_LE(wait, 110s);
  }
}

TEST_F(WaitingLonger, DrawsDifferWithinTheBounds) {
  BackOff one(0);
  BackOff other(1);
  EXPECT_NE(one.next(host_, {.base = 1h, .cap = 9h}), other.next(host_, {.base = 1h, .cap = 9h}));
}

}  // namespace
}  // namespace dialtone

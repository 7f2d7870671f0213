#include "scenarios/faults/outages.h"

#include <gtest/gtest.h>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A host that takes `farewell` to shut down.
class OutagesStory : public testing::Test {
 protected:
  OutagesStory() {
    HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = [this](Host& host) -> Task<void> {
      while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
      co_await host.sleep(farewell_);
    };
    host_ = &world_.add_host(std::move(config));
    world_.power_on(*host_);
  }

  void lose_power_at(Duration at, Outages::How how, Duration off_for) {
    world_.at(Moment(at), [this, how, off_for] {
      began_ = outages_.begin(*host_, how, off_for, [this] { world_.power_on(*host_); });
    });
  }
  bool is_on_at(Duration at) {
    world_.run(Moment(at));
    return host_->powered();
  }

  VirtualWorld world_{{.seed = 1}};
  Outages outages_{world_};
  Host* host_ = nullptr;
  Duration farewell_{};
  Outages::Began began_{};
};

TEST_F(OutagesStory, PowerReturnsWhenTheLastOfThemIsOver) {
  lose_power_at(seconds(5), Outages::How::kCut, seconds(3));
  lose_power_at(seconds(6), Outages::How::kCut, seconds(20));
  EXPECT_TRUE(is_on_at(milliseconds(4'999)));
  EXPECT_FALSE(is_on_at(milliseconds(8'001)));
  EXPECT_EQ(began_, Outages::Began::kHeld) << "there was nothing left to take";
  EXPECT_FALSE(is_on_at(milliseconds(25'999)));
  EXPECT_TRUE(is_on_at(milliseconds(26'001)));
}

TEST_F(OutagesStory, AShorterOneInsideOfALongerChangesNothing) {
  lose_power_at(seconds(5), Outages::How::kCut, seconds(20));
  lose_power_at(seconds(6), Outages::How::kGraceful, seconds(1));
  EXPECT_FALSE(is_on_at(milliseconds(24'999)));
  EXPECT_TRUE(is_on_at(milliseconds(25'001)));
}

TEST_F(OutagesStory, ALeaveThatLastsLongerIsWaitedFor) {
  farewell_ = seconds(4);
  lose_power_at(seconds(5), Outages::How::kGraceful, seconds(1));
  EXPECT_TRUE(is_on_at(milliseconds(8'999))) << "it is still leaving";
  EXPECT_TRUE(host_->power_off_requested());
  EXPECT_TRUE(is_on_at(milliseconds(9'200)));
  EXPECT_FALSE(host_->power_off_requested()) << "it is on again";
}

TEST_F(OutagesStory, ACutEndsALeave) {
  farewell_ = seconds(4);
  lose_power_at(seconds(5), Outages::How::kGraceful, seconds(1));
  lose_power_at(seconds(6), Outages::How::kCut, seconds(10));
  EXPECT_FALSE(is_on_at(milliseconds(6'001)));
  EXPECT_FALSE(is_on_at(milliseconds(15'999)));
  EXPECT_TRUE(is_on_at(milliseconds(16'001)));
}

TEST_F(OutagesStory, OneThatBeginsWhenAnotherEndsKeepsThePowerAway) {
  lose_power_at(seconds(15), Outages::How::kCut, seconds(30));
  lose_power_at(seconds(10), Outages::How::kCut, seconds(5));
  EXPECT_FALSE(is_on_at(seconds(16)));
  EXPECT_EQ(began_, Outages::Began::kHeld);
  EXPECT_FALSE(is_on_at(milliseconds(44'999)));
  EXPECT_TRUE(is_on_at(milliseconds(45'001)));
}

TEST_F(OutagesStory, AHostThatWasNeverOnIsMissed) {
  world_.power_cut(*host_);
  lose_power_at(seconds(5), Outages::How::kCut, seconds(1));
  EXPECT_FALSE(is_on_at(seconds(10)));
  EXPECT_EQ(began_, Outages::Began::kMissed);
}

}  // namespace
}  // namespace dialtone

// Hosts that faults pause.
#include "scenarios/faults/pauses.h"

#include <gtest/gtest.h>

#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A host that sleeps for a second at a time and notes when it wakes.
class PausesStory : public testing::Test {
 protected:
  PausesStory() {
    HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = [this](Host& host) -> Task<void> {
      for (Moment second = host.now() + seconds(1);; second += seconds(1)) {
        co_await host.sleep_until(second);
        slept_.push_back(host.now() - Moment{});
      }
    };
    host_ = &world_.add_host(std::move(config));
    world_.power_on(*host_);
  }

  void pause_at(Duration at, Duration length) {
    world_.at(Moment(at), [this, length] { pauses_.begin(*host_, length); });
  }
  bool is_paused_at(Duration at) {
    world_.run(Moment(at));
    return host_->paused();
  }

  VirtualWorld world_{{.seed = 1}};
  Pauses pauses_{world_};
  Host* host_ = nullptr;
  std::vector<Duration> slept_;
};

TEST_F(PausesStory, AHostGoesOnWhenItIsOverAndIsLate) {
  pause_at(milliseconds(1'500), seconds(2));
  world_.run(Moment(seconds(5)));
  const std::vector<Duration> expected{seconds(1), milliseconds(3'500), milliseconds(3'500), seconds(4), seconds(5)};
  EXPECT_EQ(slept_, expected);
}

TEST_F(PausesStory, AHostGoesOnWhenTheLastOfThemIsOver) {
  pause_at(seconds(2), seconds(3));
  pause_at(seconds(4), seconds(10));
  EXPECT_FALSE(is_paused_at(seconds(2) - Duration(1)));
  EXPECT_TRUE(is_paused_at(seconds(2)));
  EXPECT_TRUE(is_paused_at(seconds(5)));
  EXPECT_TRUE(is_paused_at(seconds(14) - Duration(1)));
  EXPECT_FALSE(is_paused_at(seconds(14)));
}

TEST_F(PausesStory, AShorterOneInsideOfALongerChangesNothing) {
  pause_at(seconds(2), seconds(10));
  pause_at(seconds(4), seconds(1));
  EXPECT_TRUE(is_paused_at(seconds(5)));
  EXPECT_TRUE(is_paused_at(seconds(12) - Duration(1)));
  EXPECT_FALSE(is_paused_at(seconds(12)));
}

TEST_F(PausesStory, OneThatBeginsWhenAnotherEndsFollowsWithoutAGap) {
  pause_at(seconds(2), seconds(3));
  pause_at(seconds(5), seconds(4));
  EXPECT_TRUE(is_paused_at(seconds(5)));
  EXPECT_TRUE(is_paused_at(seconds(9) - Duration(1)));
  EXPECT_FALSE(is_paused_at(seconds(9)));
}

TEST_F(PausesStory, OneThatALossOfPowerEndedDoesNotLengthenTheNext) {
  pause_at(seconds(2), seconds(20));
  world_.at(Moment(seconds(3)), [this] { world_.power_cut(*host_); });
  world_.at(Moment(seconds(4)), [this] { world_.power_on(*host_); });
  EXPECT_FALSE(is_paused_at(seconds(5)));
  pause_at(seconds(6), seconds(2));
  EXPECT_TRUE(is_paused_at(seconds(8) - Duration(1)));
  EXPECT_FALSE(is_paused_at(seconds(8)));
}

TEST_F(PausesStory, TheEndOfOneThatALossOfPowerEndedDoesNotEndTheNext) {
  pause_at(seconds(2), seconds(5));
  world_.at(Moment(seconds(3)), [this] { world_.power_cut(*host_); });
  world_.at(Moment(seconds(4)), [this] { world_.power_on(*host_); });
  pause_at(seconds(6), seconds(4));
  EXPECT_TRUE(is_paused_at(seconds(7)));
  EXPECT_TRUE(is_paused_at(seconds(10) - Duration(1)));
  EXPECT_FALSE(is_paused_at(seconds(10)));
}

TEST_F(PausesStory, EachHostHasItsOwn) {
  HostConfig config{.name = "other", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
  config.main = [](Host& host) -> Task<void> { co_await host.sleep(seconds(60)); };
  Host& other = world_.add_host(std::move(config));
  world_.power_on(other);
  pause_at(seconds(2), seconds(2));
  world_.at(Moment(seconds(3)), [&] { pauses_.begin(other, seconds(5)); });
  EXPECT_FALSE(is_paused_at(seconds(4)));
  EXPECT_TRUE(other.paused());
  EXPECT_FALSE(is_paused_at(seconds(8)));
  EXPECT_FALSE(other.paused());
}

}  // namespace
}  // namespace dialtone

// The wall clock of both worlds, which can be stepped and can drift; a step never changes the monotonic clock.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Arm>
class WallClock : public Conformance<Arm> {
 protected:
  WallClock() : host_(this->add("device", [](Host& host) -> Task<void> { co_await host.sleep(seconds(1000)); })) {
    this->world_->power_on(host_);
  }

  // Readings of the wall clock and the world's clock at one moment.
  struct Reading {
    WallTime wall;
    Moment moment;
  };
  Reading read() const { return {host_.wall_clock(), this->world_->now()}; }
  // Returns how much more the wall clock has advanced than the world's clock since `before`.
  Duration gained_since(const Reading& before) const {
    return (host_.wall_clock() - before.wall) - (this->world_->now() - before.moment);
  }
  // Returns what a drift gains in the time since `before`, rounded down to nanoseconds.
  Duration drift_since(const Reading& before, std::int64_t parts_per_million) const {
    const std::int64_t millionths = (this->world_->now() - before.moment).count() * parts_per_million;
    const bool rounds_down = millionths < 0 && millionths % 1'000'000 != 0;
    return Duration(millionths / 1'000'000 - (rounds_down ? 1 : 0));
  }

  Host& host_;
};
TYPED_TEST_SUITE(WallClock, Arms);

TYPED_TEST(WallClock, JumpsForwardsAndBackAndSaysSo) {
  const auto before = this->read();
  this->world_->step_clock(this->host_, hours(1));
  EXPECT_EQ(this->gained_since(before), hours(1));
  this->world_->step_clock(this->host_, -hours(3));
  EXPECT_EQ(this->gained_since(before), -hours(2));
  this->run_for(milliseconds(10));
  EXPECT_EQ(this->gained_since(before), -hours(2));
  EXPECT_EQ(this->events_.lines, (std::vector<std::string>{"device clock.changed by=3600000000000",
                                                           "device clock.changed by=-10800000000000"}));
}

TYPED_TEST(WallClock, IsSetToATime) {
  this->run_for(milliseconds(3));
  const WallTime wall(std::chrono::sys_days(std::chrono::year(1970) / 1 / 1));
  const Duration by = wall - this->host_.wall_clock();
  this->world_->set_clock(this->host_, wall);
  EXPECT_EQ(this->host_.wall_clock(), wall);
  EXPECT_EQ(this->events_.lines, (std::vector<std::string>{"device clock.changed by=" + std::to_string(by.count())}));
}

TYPED_TEST(WallClock, DriftsFromNowOnAndWithNoJumpAtAnyChange) {
  this->run_for(milliseconds(3));
  auto before = this->read();
  this->world_->set_clock_drift(this->host_, 200'000);
  EXPECT_EQ(this->gained_since(before), Duration::zero());
  this->run_for(milliseconds(10));
  EXPECT_EQ(this->gained_since(before), this->drift_since(before, 200'000));
  EXPECT_GE(this->gained_since(before), milliseconds(2));

  before = this->read();
  this->world_->set_clock_drift(this->host_, -50);
  EXPECT_EQ(this->gained_since(before), Duration::zero());
  this->run_for(milliseconds(10));
  EXPECT_EQ(this->gained_since(before), this->drift_since(before, -50));

  before = this->read();
  this->world_->set_clock_drift(this->host_, 0);
  this->run_for(milliseconds(10));
  EXPECT_EQ(this->gained_since(before), Duration::zero());
  EXPECT_EQ(this->events_.lines,
            (std::vector<std::string>{"device clock.changed drift_ppm=200000", "device clock.changed drift_ppm=-50",
                                      "device clock.changed drift_ppm=0"}));
}

TYPED_TEST(WallClock, IsSteppedWhileItDrifts) {
  const auto before = this->read();
  this->world_->set_clock_drift(this->host_, 1000);
  this->run_for(milliseconds(5));
  this->world_->step_clock(this->host_, -hours(1));
  this->run_for(milliseconds(5));
  EXPECT_EQ(this->gained_since(before), this->drift_since(before, 1000) - hours(1));
}

TYPED_TEST(WallClock, GoesOnWithoutPowerAndOverAReboot) {
  const auto before = this->read();
  this->world_->step_clock(this->host_, hours(1));
  this->world_->power_cut(this->host_);
  this->world_->step_clock(this->host_, hours(1));
  this->world_->set_clock_drift(this->host_, 1000);
  this->run_for(milliseconds(5));
  this->world_->power_on(this->host_);
  this->run_for(milliseconds(5));
  EXPECT_EQ(this->gained_since(before), this->drift_since(before, 1000) + hours(2));
}

TYPED_TEST(WallClock, TouchesNoTimerWhenItIsStepped) {
  Moment woken{};
  const Moment start = this->world_->now();
  this->power("sleeper", [&](Host& host) -> Task<void> {
    this->world_->at(host.now() + milliseconds(5), [this, &host] { this->world_->step_clock(host, hours(5)); });
    co_await host.sleep_until(start + milliseconds(40));
    woken = host.now();
  });
  this->run_for(milliseconds(80));
  EXPECT_GE(woken, start + milliseconds(40));
  if (TypeParam::kIsVirtual) EXPECT_EQ(woken, start + milliseconds(40));
}

}  // namespace
}  // namespace dialtone

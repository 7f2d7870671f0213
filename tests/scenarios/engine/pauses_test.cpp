// Several pauses of one host.
#include "scenarios/engine/pauses.h"

#include <gtest/gtest.h>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A host that says each second that it lives.
class PausesStory : public testing::Test {
 protected:
  PausesStory() {
    HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = [this](Host& host) -> Task<void> {
      for (;;) {
        co_await host.sleep(seconds(1));
        lived_.push_back(host.now() - Moment{});
      }
    };
    host_ = &world_.add_host(std::move(config));
    world_.power_on(*host_);
  }
  void pause_at(Duration at, Duration length) {
    world_.at(Moment(at), [this, length] { pauses_.begin(*host_, length); });
  }
  std::vector<Duration> lived_until(Duration end) {
    world_.run(Moment(end));
    world_.end_hosts();
    return lived_;
  }

  VirtualWorld world_{{.seed = 1}};
  Pauses pauses_{world_};
  Host* host_ = nullptr;
  std::vector<Duration> lived_;
};

TEST_F(PausesStory, OneLastsForItsLength) {
  pause_at(milliseconds(1'500), milliseconds(2'250));
  EXPECT_EQ(lived_until(seconds(5)), (std::vector<Duration>{seconds(1), milliseconds(3'750), milliseconds(4'750)}));
}

TEST_F(PausesStory, TheHostGoesOnWhenTheLastOfThemIsOver) {
  pause_at(milliseconds(1'500), seconds(3));
  pause_at(milliseconds(2'000), milliseconds(500));
  pause_at(milliseconds(3'000), milliseconds(1'600));
  EXPECT_EQ(lived_until(seconds(5)), (std::vector<Duration>{seconds(1), milliseconds(4'600)}));
}

TEST_F(PausesStory, AnotherAfterwardsIsOneOfItsOwn) {
  pause_at(milliseconds(1'500), seconds(1));
  pause_at(milliseconds(2'500), seconds(1));
  EXPECT_EQ(lived_until(seconds(4)), (std::vector<Duration>{seconds(1), milliseconds(3'500)}));
}

}  // namespace
}  // namespace dialtone

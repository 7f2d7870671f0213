#include "prov_server/audit/identity_conflicts.h"

#include <optional>

#include "tests/prov_server/server_story.h"

namespace dialtone {
namespace {

class TellingConflicts : public testing::Test {
 protected:
  TellingConflicts() : world_(make_virtual_world({.seed = 1, .recorder = &lines_})) {
    HostConfig config;
    config.name = "prov";
    config.addresses = {IpAddress::v4(10, 0, 0, 1)};
    config.main = [this](Host& host) -> Task<void> {
      conflicts_.emplace(host);
      co_await host.sleep(10h);
    };
    world_->power_on(world_->add_host(std::move(config)));
    world_->run(Moment(0s));
  }
  void note(std::size_t number) {
    Identity identity;
    identity.serial_number = "DT" + std::to_string(number);
    conflicts_->note(identity, IpAddress::v4(10, 0, 1, 1));
  }

  Lines lines_;
  std::unique_ptr<VirtualWorld> world_;
  std::optional<IdentityConflicts> conflicts_;
};

TEST_F(TellingConflicts, HoldsSoManyThatWaitAndTellsAnyoneWhoComesLater) {
  for (std::size_t i = 0; i < IdentityConflicts::kMostWaiting + 10; ++i) note(i);
  const Duration all = IdentityConflicts::kPace * IdentityConflicts::kMostWaiting;
  world_->run(Moment(all));
  EXPECT_EQ(lines_.all.size(), IdentityConflicts::kMostWaiting);
  world_->run(Moment(all + 1h));
  EXPECT_EQ(lines_.all.size(), IdentityConflicts::kMostWaiting);
  note(1'000'000);
  world_->run(Moment(all + 2h));
  EXPECT_EQ(lines_.all.size(), IdentityConflicts::kMostWaiting + 1);
  EXPECT_NE(lines_.all.back().find("serial_number=DT1000000 "), std::string::npos) << lines_.all.back();
}

// A device that asks every second is reported once a minute.
TEST_F(TellingConflicts, TellsTheSameOneAgainAfterAMinute) {
  for (int second = 0; second < 59; ++second) {
    note(1);
    world_->run(Moment(std::chrono::seconds(second + 1)));
  }
  EXPECT_EQ(lines_.all.size(), 1U);
  world_->run(Moment(IdentityConflicts::kTellAgain));
  note(1);
  world_->run(Moment(IdentityConflicts::kTellAgain + 1s));
  EXPECT_EQ(lines_.all.size(), 2U);
}

}  // namespace
}  // namespace dialtone

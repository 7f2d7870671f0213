// A fleet in the virtual world, as the device_sim command runs one over real sockets.
#include "device_sim/life/fleet.h"

#include <gtest/gtest.h>

#include "device_sim/life/fleet_summary.h"
#include "tests/device_sim/scripted_servers.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class EventCount : public Recorder {
 public:
  void record(const RecordedEvent&) override { ++count; }
  std::size_t count = 0;
};

class Fleet : public testing::Test {
 protected:
  Fleet() {
    for (int i = 1; i <= 4; ++i) {
      Subscriber subscriber;
      subscriber.serial_number = "DT000000000" + std::to_string(i);
      subscriber.mac_address.bytes[5] = static_cast<std::uint8_t>(i);
      subscriber.customer_number = "C" + std::to_string(i);
      subscriber.product = i == 4 ? "ATA-9" : "ATA-2";
      subscriber.device_name = "line" + std::to_string(i);
      subscriber.domain = "voip.example.net";
      subscriber.call_agent_address = "10.0.0.2";
      subscriber.auth_username = subscriber.device_name;
      subscriber.auth_password = "s3cret";
      subscribers_.push_back(subscriber);
    }
    options_.skips_provisioning = true;
    options_.bind = *parse_cidr("10.1.0.0/24");
  }

  void start() {
    auto made = DeviceFleet::make(options_, subscribers_, &seen_);
    ASSERT_TRUE(made) << made.error().reason;
    fleet_ = *std::move(made);
    VirtualWorldConfig config;
    config.recorder = fleet_.get();
    world_ = std::make_unique<VirtualWorld>(config);
    HostConfig registrar;
    registrar.name = "registrar";
    registrar.addresses = {IpAddress::v4(10, 0, 0, 2)};
    registrar.main = [this](Host& host) { return registrar_.run(host); };
    world_->power_on(world_->add_host(std::move(registrar)));
    fleet_->add_to(*world_);
  }

  std::vector<Subscriber> subscribers_;
  FleetOptions options_;
  EventCount seen_;
  ScriptedRegistrar registrar_;
  std::unique_ptr<DeviceFleet> fleet_;
  std::unique_ptr<VirtualWorld> world_;
};

TEST_F(Fleet, CountsWhoIsRegistered) {
  start();
  world_->run(Moment(1s));
  EXPECT_EQ(fleet_->powered_on(), 4U);
  EXPECT_EQ(fleet_->registered(), 0U);
  EXPECT_EQ(fleet_->missing().size(), 4U);
  world_->run(Moment(1min));
  EXPECT_TRUE(fleet_->all_registered());
  EXPECT_TRUE(fleet_->missing().empty());
  EXPECT_EQ(fleet_->lifecycles().size(), 4U);
  EXPECT_GT(seen_.count, 0U);
}

TEST_F(Fleet, CountsNobodyWhoseRegistrationHasEnded) {
  start();
  world_->run(Moment(1min));
  ASSERT_EQ(fleet_->registered(), 4U);
  registrar_.script = [](const ScriptedRegistrar::Request&, const sip::Message&) { return std::nullopt; };
  world_->run(Moment(2h));
  EXPECT_EQ(fleet_->registered(), 0U);
  EXPECT_EQ(fleet_->missing().size(), 4U);
}

TEST_F(Fleet, PowersOnAtItsRate) {
  options_.power_ons_per_second = 2;
  start();
  world_->run(Moment(1400ms));
  EXPECT_EQ(fleet_->powered_on(), 3U);
  world_->run(Moment(1500ms));
  EXPECT_EQ(fleet_->powered_on(), 4U);
}

TEST_F(Fleet, TakesTheFirstOfTheFile) {
  options_.count = 2;
  start();
  world_->run(Moment(1min));
  EXPECT_EQ(fleet_->planned(), 2U);
  EXPECT_TRUE(fleet_->all_registered());
  EXPECT_EQ(registrar_.requests.back().from.address.v4_number() >> 8, 0x0A0100U);
}

TEST_F(Fleet, TakesItsLeaveWhenItIsSwitchedOff) {
  start();
  world_->run(Moment(1min));
  fleet_->power_off(*world_);
  world_->run(Moment(2min));
  EXPECT_EQ(fleet_->on(), 0U);
  EXPECT_EQ(fleet_->registered(), 0U);
}

TEST_F(Fleet, CountsNobodyWhoTakesLeaveOfASilentRegistrar) {
  start();
  world_->run(Moment(1min));
  registrar_.script = [](const auto&, const auto&) { return std::nullopt; };
  fleet_->power_off(*world_);
  world_->run(Moment(61s));
  EXPECT_EQ(fleet_->on(), 4U) << "they still wait for an answer";
  EXPECT_EQ(fleet_->registered(), 0U);
  world_->run(Moment(2min));
  EXPECT_EQ(fleet_->on(), 0U);
  EXPECT_EQ(fleet_->registered(), 0U);
}

TEST_F(Fleet, NamesWhoIsMissing) {
  subscribers_[2].auth_password = "another";
  start();
  world_->run(Moment(1min));
  EXPECT_EQ(fleet_->missing(), std::vector<std::string_view>{"DT0000000003"});
  const FleetRun run{.result = "failed",
                     .seed = 7,
                     .started = "2026-01-01T00:00:00Z",
                     .wall_time = 60s,
                     .repeat = "device_sim --seed 7"};
  EXPECT_TRUE(summary_line(*fleet_, run).starts_with("3 of 4 devices registered after 1m"));
  const std::string json = summary_json(*fleet_, run);
  EXPECT_NE(json.find("\"missing\": [\"DT0000000003\"]"), std::string::npos) << json;
  EXPECT_NE(json.find("\"devices\": {\"planned\": 4, \"powered_on\": 4, \"provisioned\": 0, \"registered\": 3}"),
            std::string::npos)
      << json;
}

TEST_F(Fleet, SaysThatItsBlockIsTooSmall) {
  options_.bind = *parse_cidr("10.1.0.0/30");
  const auto made = DeviceFleet::make(options_, subscribers_, nullptr);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "--bind: 10.1.0.0/30 has 3 addresses for devices, and 4 are needed");
}

}  // namespace
}  // namespace dialtone

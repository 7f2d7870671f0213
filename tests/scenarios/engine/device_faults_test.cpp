// What faults do to devices from inside: their questions for names, and their flash.
#include "scenarios/engine/device_faults.h"

#include <gtest/gtest.h>

#include "scenarios/engine/plan.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

const IpAddress kAgent = IpAddress::v4(10, 0, 0, 20);
const IpAddress kProxy = IpAddress::v4(10, 0, 2, 1);

class DeviceFaultsTest : public testing::Test {
 protected:
  DeviceFaultsTest() {
    scenario_.fleet.push_back(scenario_.fleet.front());
    scenario_.fleet.back().name = "offices";
    places_.domain_names = {{"call_agent", "ca1.example.net"}, {"provisioning", "prov.example.net"}};
    places_.addresses = {{"call_agent", kAgent}, {"cafe", kProxy}};
    places_.nowhere = IpAddress::v4(10, 0, 3, 1);
    for (std::uint64_t index = 0; index < 2; ++index) {
      HostConfig config;
      config.name = device_name(scenario_.fleet[0], index);
      config.addresses = {device_address(0, index)};
      hosts_.push_back(&world_.add_host(std::move(config)));
    }
  }
  // From 10 s until 20 s, of the homes.
  template <typename Action>
  Action& add(Action action, FaultMatch match = {}) {
    Fault& fault = scenario_.faults.emplace_back();
    fault.name = "fault-" + std::to_string(scenario_.faults.size());
    fault.target = "homes";
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.match = std::move(match);
    fault.action = action;
    return std::get<Action>(fault.action);
  }
  Fault& cut_in_write(std::uint64_t nth, std::uint64_t byte) {
    Fault& fault = scenario_.faults.emplace_back();
    fault.name = "cut";
    fault.target = "homes";
    fault.when.emplace().nth = nth;
    fault.when->write_byte = byte;
    fault.action = PowerAction{PowerAction::How::kCut, seconds(1)};
    return fault;
  }
  DeviceFaults faults(std::size_t group = 0) {
    return {scenario_, group, places_, open_, [this](const Host& writer, const Fault& fault, std::uint64_t byte) {
              cuts_.push_back(writer.name() + ' ' + fault.name + ' ' + std::to_string(byte));
            }};
  }
  // A world in which nothing is to come does not move.
  void go_to(Duration moment) {
    world_.at(Moment(moment), [] {});
    world_.run(Moment(moment));
  }
  // What becomes of a question at that moment.
  NameAct ask(DeviceFaults& faults, Duration moment, std::string_view name = "ca1.example.net") {
    go_to(moment);
    return faults.on_question(*hosts_[0], name);
  }
  bool fails(DeviceFaults& faults, std::size_t host = 0) {
    return faults.on_write(*hosts_[host], "settings", 500).fails;
  }

  Scenario scenario_ = homes(2);
  OpenWindows open_{scenario_};
  NamedPlaces places_;
  VirtualWorld world_{{.seed = 1}};
  std::vector<Host*> hosts_;
  std::vector<std::string> cuts_;
};

// --- names ---

TEST_F(DeviceFaultsTest, ANameFailsInItsWindowOnly) {
  add(NameAction{.failure = NameAction::Failure::kNoSuchName});
  DeviceFaults faults = this->faults();
  EXPECT_EQ(ask(faults, seconds(10) - Duration(1)).failure, std::nullopt);
  EXPECT_EQ(ask(faults, seconds(10)).failure, IoError::kNoSuchName);
  EXPECT_EQ(ask(faults, seconds(20)).failure, std::nullopt);
}

TEST_F(DeviceFaultsTest, NoAnswerIsADeadline) {
  add(NameAction{.failure = NameAction::Failure::kNoAnswer});
  DeviceFaults faults = this->faults();
  EXPECT_EQ(ask(faults, seconds(11)).failure, IoError::kDeadline);
}

TEST_F(DeviceFaultsTest, AMatchIsAServersNameOrADomainName) {
  add(NameAction{.delay = seconds(1)}, {.name = "call_agent"});
  add(NameAction{.delay = seconds(2)}, {.name = "other.example.net"});
  DeviceFaults faults = this->faults();
  EXPECT_EQ(ask(faults, seconds(11)).delay, seconds(1));
  EXPECT_EQ(ask(faults, seconds(11), "other.example.net").delay, seconds(2));
  EXPECT_EQ(ask(faults, seconds(11), "prov.example.net").delay, Duration{});
}

TEST_F(DeviceFaultsTest, ANameLeadsToAServerAnAddressOrNowhere) {
  NameAction& action = add(NameAction{.to = "cafe"});
  DeviceFaults faults = this->faults();
  EXPECT_EQ(ask(faults, seconds(11)).addresses, Addresses{kProxy});
  action.to = "192.0.2.7";
  EXPECT_EQ(ask(faults, seconds(11)).addresses, Addresses{IpAddress::v4(192, 0, 2, 7)});
  action.to = "nowhere";
  EXPECT_EQ(ask(faults, seconds(11)).addresses, Addresses{places_.nowhere});
}

TEST_F(DeviceFaultsTest, AServersNameIsLedElsewhereAlsoWhereItIsSlow) {
  add(NameAction{.delay = seconds(3)});
  DeviceFaults faults = this->faults();
  faults.lead(kProvisioningTarget, kProxy);
  EXPECT_EQ(ask(faults, seconds(1), "prov.example.net").addresses, Addresses{kProxy});
  const NameAct slow = ask(faults, seconds(11), "prov.example.net");
  EXPECT_EQ(slow.addresses, Addresses{kProxy});
  EXPECT_EQ(slow.delay, seconds(3));
}

// --- flash ---

TEST_F(DeviceFaultsTest, WritesFailByTheirNumberForEachDevice) {
  add(FlashAction{}, {.nth = 2});
  DeviceFaults faults = this->faults();
  EXPECT_FALSE(fails(faults)) << "before the window";
  go_to(seconds(15));
  EXPECT_FALSE(fails(faults));
  EXPECT_TRUE(fails(faults));
  EXPECT_FALSE(fails(faults));
  EXPECT_FALSE(fails(faults, 1)) << "another's first";
}

TEST_F(DeviceFaultsTest, TheFirstWritesFail) {
  add(FlashAction{}, {.first = 2});
  DeviceFaults faults = this->faults();
  go_to(seconds(15));
  EXPECT_TRUE(fails(faults));
  EXPECT_TRUE(fails(faults));
  EXPECT_FALSE(fails(faults));
}

TEST_F(DeviceFaultsTest, AWriteThatATriggerWaitsForStopsAtItsByte) {
  cut_in_write(2, 100);
  DeviceFaults faults = this->faults();
  EXPECT_EQ(faults.on_write(*hosts_[0], "settings", 500).stops_at_byte, std::nullopt);
  EXPECT_EQ(faults.on_write(*hosts_[1], "settings", 500).stops_at_byte, std::nullopt);
  EXPECT_EQ(faults.on_write(*hosts_[0], "settings", 500).stops_at_byte, 100U);
  EXPECT_EQ(cuts_, (std::vector<std::string>{"homes-0001 cut 100"}));
}

TEST_F(DeviceFaultsTest, AShorterWriteStopsAtItsEnd) {
  cut_in_write(1, 100);
  DeviceFaults faults = this->faults();
  EXPECT_EQ(faults.on_write(*hosts_[0], "settings", 60).stops_at_byte, 60U);
  EXPECT_EQ(cuts_, (std::vector<std::string>{"homes-0001 cut 60"}));
}

TEST_F(DeviceFaultsTest, AWindowOfATriggerIsOfTheDeviceThatOpenedIt) {
  Fault& fault = scenario_.faults.emplace_back();
  fault.name = "worn";
  fault.target = "homes";
  fault.when.emplace().event = "device.boot";
  fault.length = seconds(5);
  fault.action = FlashAction{};
  DeviceFaults faults = this->faults();
  EXPECT_FALSE(fails(faults));
  open_.open(fault, Moment(seconds(5)), device_key(device_address(0, 1)));
  EXPECT_FALSE(fails(faults));
  EXPECT_TRUE(fails(faults, 1));
}

TEST_F(DeviceFaultsTest, AreNeededWhereAFaultIsAboutTheGroupOrANameIsLed) {
  EXPECT_FALSE(faults().is_needed());
  add(FlashAction{});
  EXPECT_TRUE(faults().is_needed());
  EXPECT_FALSE(faults(1).is_needed());
  DeviceFaults led = faults(1);
  led.lead(kProvisioningTarget, kProxy);
  EXPECT_TRUE(led.is_needed());
}

}  // namespace
}  // namespace dialtone

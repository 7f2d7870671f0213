// When windows of faults are open, and for which devices.
#include "scenarios/faults/open_windows.h"

#include <gtest/gtest.h>

#include "scenarios/language/parties/device_addresses.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class OpenWindowsTest : public testing::Test {
 protected:
  Fault& add(const std::string& name) {
    Fault& fault = scenario_.faults.emplace_back();
    fault.name = name;
    fault.target = "homes";
    fault.action = PacketAction{.drops = true};
    return fault;
  }
  // Adds a fault that waits for an event.
  Fault& add_triggered(const std::string& name) {
    Fault& fault = add(name);
    fault.when.emplace().event = "settings.stored";
    return fault;
  }
  bool is_open(std::size_t fault, Duration moment, std::uint32_t device = OpenWindows::kNoDevice) const {
    return open_.is_open(scenario_.faults[fault], Moment(moment), device);
  }

  Scenario scenario_ = homes(2);
  OpenWindows open_{scenario_};
  const std::uint32_t first_ = device_key(device_address(0, 0));
  const std::uint32_t second_ = device_key(device_address(0, 1));
};

TEST_F(OpenWindowsTest, FollowTheirOwnTimeFromItsBeginUpToItsEnd) {
  Fault& fault = add("cut");
  fault.at = seconds(10);
  fault.until = seconds(20);
  EXPECT_FALSE(is_open(0, seconds(10) - Duration(1), first_));
  EXPECT_TRUE(is_open(0, seconds(10), first_));
  EXPECT_TRUE(is_open(0, seconds(20) - Duration(1), second_));
  EXPECT_FALSE(is_open(0, seconds(20), second_));
}

TEST_F(OpenWindowsTest, AreClosedUntilTheRunOpensThemForADevice) {
  add("before");
  add_triggered("cut");
  EXPECT_FALSE(is_open(1, seconds(0), first_));
  EXPECT_FALSE(open_.is_open_for_any(scenario_.faults[1], Moment(seconds(0))));
  open_.open(scenario_.faults[1], Moment(seconds(5)), first_);
  EXPECT_TRUE(is_open(1, seconds(5) - Duration(1), first_));
  EXPECT_FALSE(is_open(1, seconds(5), first_));
  EXPECT_FALSE(is_open(1, seconds(4), second_));
  EXPECT_TRUE(open_.is_open_for_any(scenario_.faults[1], Moment(seconds(5)) - Duration(1)));
  EXPECT_FALSE(open_.is_open_for_any(scenario_.faults[1], Moment(seconds(5))));
}

TEST_F(OpenWindowsTest, StayOpenForWhoeverHasThemLongest) {
  add_triggered("cut");
  open_.open(scenario_.faults[0], Moment(seconds(9)), first_);
  open_.open(scenario_.faults[0], Moment(seconds(7)), second_);
  open_.open(scenario_.faults[0], Moment(seconds(8)), first_);
  EXPECT_TRUE(is_open(0, seconds(8), first_));
  EXPECT_FALSE(is_open(0, seconds(8), second_));
  EXPECT_TRUE(open_.is_open_for_any(scenario_.faults[0], Moment(seconds(8))));
}

TEST_F(OpenWindowsTest, HitOnlySoManyDevicesAndTheSameWhateverElseThereIs) {
  Fault& fault = add("cut");
  fault.until = seconds(20);
  fault.hits = Probability::parts_per_million(250'000);
  std::vector<std::uint32_t> hit;
  for (std::uint64_t index = 0; index < 1'000; ++index) {
    const std::uint32_t device = device_key(device_address(0, index));
    if (is_open(0, seconds(1), device)) hit.push_back(device);
    EXPECT_EQ(device, device_key(device_loopback_address(0, index)));
  }
  EXPECT_GT(hit.size(), 200U);
  EXPECT_LT(hit.size(), 300U);
  Fault another = fault;
  another.name = "another";
  scenario_.faults.insert(scenario_.faults.begin(), another);
  for (const std::uint32_t device : hit) EXPECT_TRUE(is_open(1, seconds(1), device));
}

TEST_F(OpenWindowsTest, AreTheServersWhereNoDeviceIsMeant) {
  Fault& fault = add_triggered("deaf");
  fault.target = kCallAgentTarget;
  open_.open(fault, Moment(seconds(5)));
  EXPECT_TRUE(is_open(0, seconds(4)));
}

using OpenWindowsDeathTest = OpenWindowsTest;

TEST_F(OpenWindowsDeathTest, AreNotOpenedWhereTheyHaveATimeOfTheirOwn) {
  const Fault& fault = add("cut");
  EXPECT_DEATH(open_.open(fault, Moment(seconds(10))), "other windows open by their times");
}

}  // namespace
}  // namespace dialtone

// When a plan's faults begin and end, which host records them, and how fast they make clocks run.
#include "scenarios/faults/fault_moments.h"

#include <gtest/gtest.h>

#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/server_kind.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class FaultMomentsTest : public testing::Test {
 protected:
  Fault& add(const std::string& name, FaultAction action, std::string_view target = "homes") {
    Fault fault;
    fault.name = name;
    fault.target = target;
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.action = std::move(action);
    return scenario_.faults.emplace_back(std::move(fault));
  }
  // Formats all moments as a text.
  static std::string text_of(const std::vector<FaultMoment>& moments) {
    std::string text;
    for (const FaultMoment& moment : moments) {
      text += to_text(moment.at - Moment{}) + " " + moment.fault->name + (moment.is_end ? " ends" : " begins") + "\n";
    }
    return text;
  }
  std::string moments() const {
    const Plan plan = make_plan(scenario_);
    return text_of(fault_moments(plan));
  }

  Scenario scenario_ = homes(3);
};

TEST_F(FaultMomentsTest, HowLongAFaultLastsIsItsActionsOrItsWindows) {
  EXPECT_EQ(length_of(add("power", PowerAction{.off_for = seconds(3)})), seconds(3));
  EXPECT_EQ(length_of(add("pause", PauseAction{seconds(4)})), seconds(4));
  EXPECT_EQ(length_of(add("clock", ClockAction{hours(1), {}})), Duration::zero());
  Fault& packets = add("packets", PacketAction{});
  EXPECT_EQ(length_of(packets), seconds(10));
  packets.when.emplace().event = "settings.stored";
  packets.length = seconds(7);
  EXPECT_EQ(length_of(packets), seconds(7)) << "with a trigger, for its length";
}

TEST_F(FaultMomentsTest, AWindowBeginsAndEndsOnce) {
  add("cut", PacketAction{.drops = true});
  add("ill", ServerAction{}, kProvisioningTarget);
  EXPECT_EQ(moments(), "10s cut begins\n10s ill begins\n20s cut ends\n20s ill ends\n");
}

TEST_F(FaultMomentsTest, OneOfAServerOrOfADatabaseLastsItsOwnTime) {
  add("crash", PowerAction{.off_for = seconds(3)}, kProvisioningTarget);
  add("forgets", ForgetAction{}, kCallAgentTarget).at = seconds(11);
  EXPECT_EQ(moments(), "10s crash begins\n11s forgets begins\n11s forgets ends\n13s crash ends\n");
}

TEST_F(FaultMomentsTest, OneOfDevicesBeginsWithTheFirstThatItHitsAndEndsWithTheLast) {
  Fault& blackout = add("blackout", PowerAction{.off_for = seconds(3)});
  blackout.spread = seconds(5);
  const Plan plan = make_plan(scenario_);
  Moment first = kNever;
  Moment last{};
  for (const PlannedDevice& device : *plan.scenario.fleet.front().devices) {
    first = std::min(first, device.fault_times.front());
    last = std::max(last, device.fault_times.front());
  }
  ASSERT_LT(first, last);
  const std::vector<FaultMoment> moments = fault_moments(plan);
  ASSERT_EQ(moments.size(), 2U);
  EXPECT_EQ(moments[0].at, first);
  EXPECT_EQ(moments[1].at, last + seconds(3));
}

TEST_F(FaultMomentsTest, OneThatHitsNobodyHasNone) {
  add("nobodys", PowerAction{.off_for = seconds(3)}).hits = Probability::parts_per_million(0);
  add("cut", PacketAction{.drops = true});
  EXPECT_EQ(moments(), "10s cut begins\n20s cut ends\n");
}

TEST_F(FaultMomentsTest, OneWithATriggerHasNoneThatThePlanKnows) {
  add("power", PowerAction{.off_for = seconds(3)}).when.emplace().event = "settings.stored";
  add("cut", PacketAction{.drops = true}).when.emplace().event = "settings.stored";
  EXPECT_EQ(moments(), "");
}

TEST_F(FaultMomentsTest, OfOneMomentStandInTheOrderOfTheScenarioBeginsBeforeEnds) {
  add("second", ForgetAction{}, kCallAgentTarget);
  add("third", ForgetAction{}, kCallAgentTarget);
  Fault& first = add("first", PacketAction{});
  first.at = seconds(5);
  first.until = seconds(10);
  EXPECT_EQ(moments(),
            "5s first begins\n10s second begins\n10s second ends\n10s third begins\n10s third ends\n10s first ends\n");
}

TEST_F(FaultMomentsTest, AreRecordedAsTheHostsThatTheyHit) {
  scenario_.proxies.push_back({"branch", {}});
  const auto host_of = [&](std::string_view target, std::string_view device = {}) {
    const Fault& fault = add("fault", PowerAction{}, target);
    return recorded_host_of({Moment{}, &fault, false, device}, scenario_);
  };
  EXPECT_EQ(host_of("homes"), "homes");
  EXPECT_EQ(host_of("homes", "homes-0002"), "homes-0002");
  EXPECT_EQ(host_of(kAllDevices), kAllDevices);
  EXPECT_EQ(host_of(kCallAgentTarget), "call-agent");
  EXPECT_EQ(host_of("branch"), proxy_host_name("branch"));
  EXPECT_NE(host_of("branch"), "branch");
}

TEST_F(FaultMomentsTest, DriftsThatAreOpenAddUpForTheirTarget) {
  add("fast", DriftAction{300});
  add("faster", DriftAction{200}).at = seconds(15);
  add("servers", DriftAction{1'000}, kProvisioningTarget);
  const OpenWindows open(scenario_);
  const std::uint32_t device = device_key(device_address(0, 0));
  const auto drift = [&](std::string_view target, Duration moment) {
    return open_drift(scenario_, open, target, Moment(moment), device);
  };
  EXPECT_EQ(drift("homes", seconds(10) - Duration(1)), 0);
  EXPECT_EQ(drift("homes", seconds(10)), 300);
  EXPECT_EQ(drift("homes", seconds(15)), 500);
  EXPECT_EQ(drift("homes", seconds(20)), 0);
  EXPECT_EQ(drift("offices", seconds(15)), 0);
  EXPECT_EQ(drift(kProvisioningTarget, seconds(15)), 1'000);
  EXPECT_EQ(drift(kCallAgentTarget, seconds(15)), 0);
}

// 10 A6
TEST_F(FaultMomentsTest, NoSumOfDriftsHasAClockStandStill) {
  for (const char* name : {"slow", "slower", "slowest"}) add(name, DriftAction{-400'000});
  add("fast", DriftAction{400'000}, kProvisioningTarget);
  add("faster", DriftAction{400'000}, kProvisioningTarget);
  const OpenWindows open(scenario_);
  EXPECT_EQ(open_drift(scenario_, open, "homes", Moment(seconds(15)), 1), -500'000);
  EXPECT_EQ(open_drift(scenario_, open, kProvisioningTarget, Moment(seconds(15))), 500'000);
}

TEST_F(FaultMomentsTest, ADriftOfAllDevicesIsNoServers) {
  add("all", DriftAction{-300}, kAllDevices);
  const OpenWindows open(scenario_);
  EXPECT_EQ(open_drift(scenario_, open, "homes", Moment(seconds(15)), 1), -300);
  EXPECT_EQ(open_drift(scenario_, open, kProvisioningTarget, Moment(seconds(15))), 0);
}

TEST_F(FaultMomentsTest, ADriftWithATriggerIsOfTheDeviceThatItWasOpenedFor) {
  Fault& fault = add("fast", DriftAction{300});
  fault.when.emplace().event = "settings.stored";
  OpenWindows open(scenario_);
  open.open(fault, Moment(seconds(30)), 7);
  EXPECT_EQ(open_drift(scenario_, open, "homes", Moment(seconds(25)), 7), 300);
  EXPECT_EQ(open_drift(scenario_, open, "homes", Moment(seconds(25)), 8), 0);
  EXPECT_EQ(open_drift(scenario_, open, "homes", Moment(seconds(30)), 7), 0);
}

}  // namespace
}  // namespace dialtone

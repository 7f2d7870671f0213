#include "scenarios/language/plan/control_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

constexpr std::string_view kStory =
    "scenario: s\nduration: 10m\nfleet: { homes: { count: 9 } }\n"
    "faults:\n"
    "  first: { target: homes, at: 1m, spread: 1m, hits: 50%, do: { power_cut: { off_for: 10s } } }\n"
    "  middle: { target: homes, at: 3m, spread: 1m, do: { power_cut: { off_for: 10s } } }\n"
    "  last: { target: homes, at: 5m, spread: 1m, hits: 50%, do: { power_cut: { off_for: 10s } } }\n"
    "expect:\n"
    "  - eventually: { all: homes, are: registered, within: 1m }\n"
    "  - eventually: { all: homes, are: registered, after: middle, within: 1m }\n"
    "  - eventually: { event: device.boot, of_each: homes, after: middle, within: 1m }\n"
    "  - always: { all: homes, are: powered-on, after: last }\n"
    "  - never: { any: homes, are: bound, during: middle }\n"
    "  - never: { event: device.boot, after: middle }\n"
    "  - never: { event: fault.started, where: { fault: middle } }\n"
    "  - sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, during: middle }\n"
    "  - metric: { device.boot: count>=1, during: middle }\n"
    "  - metric: { device.boot: count>=1, during: first }\n"
    "  - database: { table: bindings, count: 9 }\n";

Scenario story() {
  ScenarioResult scenario = read_scenario(kStory, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  return scenario ? *std::move(scenario) : Scenario{};
}

std::vector<std::string> names_of(const std::vector<Expectation>& expectations) {
  std::vector<std::string> names;
  for (const Expectation& each : expectations) names.push_back(each.name);
  return names;
}

// 10 D23
TEST(ControlRun, IsWithoutTheFaultAndTheExpectationsThatNameIt) {
  Scenario scenario = story();
  ASSERT_TRUE(leave_out(scenario, {"middle"}));
  EXPECT_THAT(scenario.without, testing::ElementsAre("middle"));
  EXPECT_THAT(names_of(scenario.expectations),
              testing::ElementsAre("eventually all homes are registered within 1m",
                                   "always all homes are powered-on after last", "device.boot count>=1 during first",
                                   "bindings in the database count==9"));
  EXPECT_EQ(scenario.left_out.size(), 7U);
  EXPECT_THAT(scenario.left_out, testing::Contains("eventually all homes are registered within 1m after middle"));
  ASSERT_EQ(scenario.faults.size(), 2U);
  EXPECT_EQ(scenario.faults[1].name, "last");
}

// 10 D23
TEST(ControlRun, KeepsTheDrawsOfAllOtherFaults) {
  const Plan whole = make_plan(story());
  Scenario before = story();
  ASSERT_TRUE(leave_out(before, {"middle"}));
  const Plan without = make_plan(before);
  // In a plan the devices' fault times have been drawn already.
  Scenario after = whole.scenario;
  ASSERT_TRUE(leave_out(after, {"middle"}));
  for (std::size_t i = 0; i < whole.scenario.fleet[0].devices->size(); ++i) {
    const PlannedDevice& device = (*whole.scenario.fleet[0].devices)[i];
    const std::vector<Moment> others{device.fault_times[0], device.fault_times[2]};
    EXPECT_EQ((*without.scenario.fleet[0].devices)[i].fault_times, others);
    EXPECT_EQ((*after.fleet[0].devices)[i].fault_times, others);
    EXPECT_EQ((*without.scenario.fleet[0].devices)[i].power_on, device.power_on);
  }
  EXPECT_EQ(write_scenario(without.scenario, ""), write_scenario(after, ""));
}

// 10 D23
TEST(ControlRun, CanBeWithoutSeveralFaultsAndKnowsTheirNames) {
  Scenario scenario = story();
  const Result<void> unknown = leave_out(scenario, {"first", "mdidle"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().reason, "there is no fault 'mdidle'; did you mean 'middle'?");
  EXPECT_EQ(scenario.faults.size(), 3U) << "nothing is changed";
  ASSERT_TRUE(leave_out(scenario, {"first", "last", "first"}));
  EXPECT_EQ(scenario.faults.size(), 1U);
  ASSERT_TRUE(leave_out(scenario, {"middle"}));
  EXPECT_EQ(leave_out(scenario, {"middle"}).error().reason, "the scenario has no fault 'middle', nor any other");
}

}  // namespace
}  // namespace dialtone

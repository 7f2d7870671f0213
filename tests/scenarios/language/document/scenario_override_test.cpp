#include "scenarios/language/document/scenario_override.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ScenarioOverride, ChangesWhatTheFileSaysAndAddsWhatItLeavesOut) {
  const ScenarioResult scenario = read_scenario(
      kEverything, "s.yaml",
      {"fleet.homes.count=500", "seed=8", "servers.call_agent.latency=3ms", "fleet.strangers.power_on.at=2s",
       "network.strangers.loss=7%", "expect.0.eventually.within=40s", "network.homes={ latency: 1ms }", "seed=9"});
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->fleet[0].count, 500U);
  EXPECT_EQ(scenario->seed, 9U);
  EXPECT_EQ(scenario->call_agent.link.latency, milliseconds(3));
  EXPECT_EQ(scenario->fleet[1].power_on.at, seconds(2));
  ASSERT_EQ(scenario->network.size(), 2U);
  EXPECT_EQ(scenario->network[0].link, Link{.latency = milliseconds(1)});
  EXPECT_EQ(scenario->network[1].link.loss, Probability::parts_per_million(70'000));
  EXPECT_EQ(std::get<EventuallyCondition>(scenario->expectations[0].condition).within, seconds(40));
}

TEST(ScenarioOverride, NamesTheKeyThatIsWrong) {
  struct Case {
    std::string text;
    std::string faults;
  };
  const std::vector<Case> cases{
      {"seed", "--set seed: KEY=VALUE is wanted, such as fleet.homes.count=500\n"},
      {"=3", "--set : KEY=VALUE is wanted, such as fleet.homes.count=500\n"},
      {"seed=", "--set seed: 'seed' has no value\n"},
      {"seed=x", "--set seed: 'seed' must be a whole number from 0 to 18446744073709551615, not 'x'\n"},
      {"sede=3", "--set sede: unknown key 'sede' in the scenario; did you mean 'seed'?\n"},
      {"fleet.hoems.count=3", "--set fleet.hoems.count: there is no 'hoems' in 'fleet'; did you mean 'homes'?\n"},
      {"fleet.homes.cuont=3",
       "--set fleet.homes.cuont: unknown key 'cuont' in the group 'homes'; did you mean 'count'?\n"},
      {"fleet..count=3", "--set fleet..count: an empty key\n"},
      {"seed.more=3", "--set seed.more: 'seed' has no keys\n"},
      {"expect.9.never=3", "--set expect.9.never: there is no item '9' in 'expect', which has 5\n"},
      {"expect.x=3", "--set expect.x: there is no item 'x' in 'expect', which has 5\n"},
      {"seed=[1", "--set seed: '[' is never closed\n"},
      {"seed=&a 1", "--set seed: anchors and aliases are not supported; write the value out\n"},
      {"network.offices.loss=1%", "--set network.offices.loss: there is no group 'offices'\n"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.text);
    EXPECT_EQ(faults_of(kEverything, {wrong.text}), wrong.faults);
  }
}

// 10 25
TEST(ScenarioOverride, CountsTheFilesOwnExpectationsAndNotThoseItIncludes) {
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string(
        "profiles: { phone: { quirks: [ignores-notify, repeats-expires] } }\n"
        "expect:\n  - never: { event: provision.refused }\n  - never: { event: provision.failed }\n");
  };
  const std::string yaml =
      "include: shared.yaml\nscenario: s\nfleet: { homes: { count: 1 } }\n"
      "expect:\n  - eventually: { all: homes, are: registered, within: 1m }\n  - never: { event: device.reboot }\n";
  const ScenarioResult scenario =
      read_scenario(yaml, "s.yaml",
                    {"expect.0.eventually.within=40s", "expect.1.never.event=registration.failed",
                     "profiles.phone.quirks.1=ignores-retry-after"},
                    read);
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  ASSERT_EQ(scenario->expectations.size(), 4U);
  EXPECT_EQ(scenario->expectations[0].name, "never provision.refused");
  EXPECT_EQ(scenario->expectations[2].name, "eventually all homes are registered within 40s");
  EXPECT_EQ(scenario->expectations[3].name, "never registration.failed");
  EXPECT_TRUE(scenario->profiles[0].habits.quirks.has(Quirk::kIgnoresRetryAfter));
  const ScenarioResult wrong = read_scenario(yaml, "s.yaml", {"expect.2.never.event=x"}, read);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(to_text(wrong.error()),
            "--set expect.2.never.event: there is no item '2' in 'expect', which has 2 of this file; the 2 of included "
            "files are theirs\n");
}

// 10 25
TEST(ScenarioOverride, IsNotBlamedForWhatIsWrongWithTheFile) {
  const std::string fleet = "fleet: { homes: { count: 1 } }\n";
  EXPECT_EQ(faults_of("scenario: s\nflete: { homes: { count: 1 } }\n", {"fleet.homes.count=5"}),
            "s.yaml:1:1: 'fleet' is missing in the scenario\n"
            "s.yaml:2:1: unknown key 'flete' in the scenario; did you mean 'fleet'?\n");
  EXPECT_EQ(faults_of("scenario: s\nparamters: { devices: 3 }\n" + fleet, {"devices=5"}),
            "s.yaml:2:1: unknown key 'paramters' in the scenario; did you mean 'parameters'?\n");
  EXPECT_EQ(faults_of("scenario: s\n" + fleet + "matirx: { draw: [1, 2] }\n", {"draw=2"}),
            "s.yaml:3:1: unknown key 'matirx' in the scenario; did you mean 'matrix'?\n");
  EXPECT_EQ(faults_of("scenario: s\n" + fleet + "fualts: { cut: { target: homes, at: 1s, do: { reset: tcp } } }\n",
                      {"faults.cut.at=2s"}),
            "s.yaml:3:1: unknown key 'fualts' in the scenario; did you mean 'faults'?\n");
  EXPECT_EQ(faults_of("scenario: s\n" + fleet + "seed: [1\n", {"fleet.hoems.count=5"}),
            "s.yaml:3:7: '[' is never closed\n");
  // A wrong override is reported together with other mistakes.
  EXPECT_EQ(faults_of("scenario: s\n" + fleet + "seed: x\n", {"fleet.homes.count=many"}),
            "--set fleet.homes.count: 'count' must be a whole number from 1 to 1000000, not 'many'\n"
            "s.yaml:3:7: 'seed' must be a whole number from 0 to 18446744073709551615, not 'x'\n");
  EXPECT_EQ(faults_of("scenario: s\n" + fleet, {"fleet.hoems.count=5", "sede=3"}),
            "--set fleet.hoems.count: there is no 'hoems' in 'fleet'; did you mean 'homes'?\n"
            "--set sede: unknown key 'sede' in the scenario; did you mean 'seed'?\n");
}

}  // namespace
}  // namespace dialtone

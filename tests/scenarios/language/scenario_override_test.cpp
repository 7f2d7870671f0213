#include "scenarios/language/scenario_override.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenarios/language/scenario_samples.h"

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
      {"seed=[1", "--set seed: a key must be a word; is a bracket left open?\n"},
      {"seed=&a 1", "--set seed: anchors and aliases are not supported; write the value out\n"},
      {"network.offices.loss=1%", "--set network.offices.loss: there is no group 'offices'\n"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.text);
    EXPECT_EQ(faults_of(kEverything, {wrong.text}), wrong.faults);
  }
}

}  // namespace
}  // namespace dialtone

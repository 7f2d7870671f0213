#include "scenarios/oracles/metrics/state_times_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class StateTimesStory : public OracleStory {
 protected:
  void expire(Duration at, int home) {
    const std::string aor = "sip:line10000" + std::to_string(home) + "@voip.example.net";
    see(at, "call-agent", "binding.expired", {{"aor", std::string_view(aor)}, {"contact", "sip:a"}});
  }
};

TEST_F(StateTimesStory, AGapIsFromTheLossOfAStateToItsReturn) {
  expect("metric: { bound.gap: max<=20s, of: homes }");
  bind(seconds(1), 1);
  bind(seconds(1), 2);
  expire(seconds(10), 1);
  EXPECT_FALSE(record_->decided());
  bind(seconds(30), 1);
  expect_passed("max = 20 s");
  expire(seconds(40), 2);
  bind(seconds(61), 2);
  expect_failed("max = 21 s", {"wanted max<=20s", "the most: 21 s, homes-0002 from 40 s on"});
  EXPECT_EQ(judge().witnesses.front().until, Moment(seconds(61)));
}

TEST_F(StateTimesStory, AGapThatIsNotOverHasItsLengthSoFar) {
  expect("metric: { bound.gap: max<1m, of: homes }");
  bind(seconds(1), 1);
  expire(minutes(2), 1);
  expect_failed("max = 3m", {"wanted max<1m", "the most: 3m, homes-0001 from 2m on, and still"});
}

TEST_F(StateTimesStory, WhatIsLostAndRegainedAtOneMomentIsNoGap) {
  expect("metric: { bound.gap: count==0, of: homes }");
  bind(seconds(1), 1);
  expire(seconds(10), 1);
  bind(seconds(10), 1);
  expect_passed("count = 0");
  expire(seconds(20), 1);
  bind(seconds(20) + Duration(1), 1);
  EXPECT_TRUE(judge().failed());
}

TEST_F(StateTimesStory, AGapIsOfTheTimeInWhichItBegins) {
  expect("metric: { bound.gap: count==1, of: homes, from: 1m, until: 2m }");
  bind(seconds(1), 1);
  expire(seconds(59), 1);
  bind(seconds(90), 1);
  expire(seconds(119), 1);
  bind(minutes(4), 1);
  expire(minutes(4) + seconds(1), 1);
  expect_passed("count = 1");
}

TEST_F(StateTimesStory, ACallAgentThatForgetsTakesTheStateFromAll) {
  expect("metric: { bound.gap: count==2, of: homes }");
  for (int home = 1; home <= 3; ++home) bind(seconds(home), home);
  see(seconds(10), "call-agent", "server.crashed");
  bind(seconds(11), 1);
  bind(seconds(12), 2);
  EXPECT_EQ(judge().measured, "count = 3");
}

TEST_F(StateTimesStory, ATotalIsTheSumOfEachDeviceFromItsFirstPowerOnOn) {
  expect("metric: { unbound.total: max<=15s, of: homes }");
  power_on(seconds(10), "homes-0001");
  bind(seconds(20), 1);
  expire(seconds(100), 1);
  bind(seconds(105), 1);
  expect_passed("max = 15 s");
  power_on(minutes(4), "homes-0002");
  expect_failed("max = 1m", {"wanted max<=15s", "the most: 1m, homes-0002"});
}

TEST_F(StateTimesStory, ATotalOfATimeCountsThatTimeOnly) {
  expect("metric: { bound.total: min>=30s, of: homes, during: blackout }", kBlackout);
  power_on(seconds(1), "homes-0001");
  bind(seconds(2), 1);
  expire(seconds(80), 1);
  bind(seconds(110), 1);
  expect_passed("min = 30 s");
  power_on(seconds(100), "homes-0002");
  expect_failed("min = 0 s", {"wanted min>=30s", "the least: 0 s, homes-0002"});
}

TEST_F(StateTimesStory, ATotalWaitsForTheEndOfTheRun) {
  begin(
      "safety: none\nliveness: none\nexpect:\n  - metric: { unbound.total: max<1m, of: homes }\n"
      "  - eventually: { all: devices, are: powered-on, within: 1m }\n");
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003", "strangers-0001"}) power_on(seconds(1), host);
  EXPECT_FALSE(record_->decided());
}

TEST_F(StateTimesStory, ThatNobodyLostWhileAFaultLastedWhatHeHadIsNotThatNobodyHadIt) {
  const std::string fault = "faults:\n  q: { target: homes, from: 1m, until: 2m, do: { quirk: ignores-notify } }\n";
  for (const char* scope : {"while: q", "during: q"}) {
    // Bound before the fault and after it; and bound before it, lost after it.
    for (const bool loses : {false, true}) {
      expect(std::string("metric: { bound.gap: max<1m, of: homes, ") + scope + " }", fault);
      power_on(seconds(1), "homes-0001");
      bind(seconds(2), 1);
      // `while` has times of its own for each device, at which nobody looks.
      if (scope == std::string_view("during: q")) look(seconds(60));
      if (loses) see(seconds(130), "call-agent", "server.crashed");
      expect_vacuous("each device that was bound stayed so");
    }
  }
  // Bound only after the fault.
  expect("metric: { bound.gap: max<1m, of: homes, while: q }", fault);
  power_on(seconds(1), "homes-0001");
  bind(seconds(150), 1);
  expect_vacuous("no device was bound");
  // Bound only before it.
  expect("metric: { bound.gap: max<1m, of: homes, while: q }", fault);
  power_on(seconds(1), "homes-0001");
  bind(seconds(2), 1);
  see(seconds(30), "call-agent", "server.crashed");
  expect_vacuous("no device was bound");
}

TEST_F(StateTimesStory, ThatNobodyLostWhatNobodyHadSaysNothing) {
  expect("metric: { bound.gap: p(99)<1m, of: homes }");
  expect_vacuous("no device was on");
  power_on(seconds(1), "homes-0001");
  expect_vacuous("no device was bound");
  bind(seconds(2), 1);
  expect_vacuous("each device that was bound stayed so");
  expire(seconds(3), 1);
  bind(seconds(4), 1);
  expect_passed("p(99) = 1 s");
}

TEST_F(StateTimesStory, ATotalOfNobodySaysNothing) {
  expect("metric: { unbound.total: max<1m, of: homes }");
  expect_vacuous("no device was on");
}

}  // namespace
}  // namespace dialtone

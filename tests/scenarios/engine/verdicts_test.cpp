// Verdicts of whole runs, for what only a whole run can show: that each oracle is notified of the right things in the
// right order.
#include <gtest/gtest.h>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

class Verdicts : public testing::Test {
 protected:
  void run(const std::string& sections) {
    const ScenarioResult scenario = read_scenario("scenario: s\n" + sections, "s.yaml");
    ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.world = world_;
    options.directory = folder_.path() / "run";
    std::filesystem::create_directory(options.directory);
    summary_ = run_plan(make_plan(*scenario), options);
  }
  // Returns the verdicts of the expectations in order: 1 for each that holds, 0 for each other.
  std::string verdicts(std::size_t count) const {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += summary_.oracles.at(i).passed() ? '1' : '0';
    return text;
  }
  std::vector<std::string> words() const {
    std::vector<std::string> all;
    for (const OracleResult& oracle : summary_.oracles) all.emplace_back(to_text(oracle.verdict));
    return all;
  }
  bool is_live() const { return summary_.oracles.back().passed(); }

  TemporaryFolder folder_;
  WorldKind world_ = WorldKind::kVirtual;
  RunSummary summary_;
};

TEST_F(Verdicts, LivenessIsNotMetByDevicesThatGetTheirPowerBackAtThatMoment) {
  run("duration: 20m\nfleet: { homes: { count: 5 } }\nfaults:\n"
      "  ended: { target: provisioning, at: 10s, do: { change: { of: homes, enabled: false } } }\n"
      "  lost: { target: homes, at: 20s, do: { restart: { state: lost, off_for: 10s } } }\n"
      "expect:\n  - never: { event: registration.rejected, from: 2m }\n");
  EXPECT_EQ(verdicts(1), "1");
  EXPECT_FALSE(is_live());
}

// A fault on a server whose window is open while no device sends a request.
constexpr const char* kIdle =
    "duration: 3m\nfleet: { homes: { count: 2 } }\nfaults:\n"
    "  ill: { target: provisioning, from: 1m, until: 2m, do: { answer: { status: 503 } } }\n";

TEST_F(Verdicts, WhatHoldsDuringAFaultThatNeverStruckFailsTheRun) {
  run(std::string(kIdle) + "expect:\n  - never: { event: provision.accepted, during: ill }\n");
  EXPECT_EQ(summary_.oracles.front().told(), "never looked at: ill never struck: no request was for it");
  EXPECT_EQ(words(), (std::vector<std::string>{"vacuous", "passed", "passed", "passed", "passed"}));
  EXPECT_EQ(exit_code(summary_.result), 1);
}

TEST_F(Verdicts, WhatMayHoldForNothingFailsNoRun) {
  run(std::string(kIdle) +
      "expect:\n  - never: { event: provision.accepted, during: ill, may_be_vacuous: true }\n"
      "  - always: { all: homes, are: registered, during: ill, may_be_vacuous: true }\n");
  EXPECT_EQ(words(), (std::vector<std::string>{"vacuous", "vacuous", "passed", "passed", "passed", "passed"}));
  EXPECT_EQ(exit_code(summary_.result), 0);
}

TEST_F(Verdicts, WhatIsBrokenDuringAFaultThatNeverStruckFails) {
  run(std::string(kIdle) +
      "expect:\n  - always: { all: homes, are: powered-off, during: ill, may_be_vacuous: true }\n"
      "  - metric: { device.boot: count==0, during: ill }\n"
      "  - metric: { registration.accepted: count<=1000, from: 1s }\n");
  EXPECT_EQ(words().at(0), "failed");
  EXPECT_EQ(words().at(1), "vacuous");
  EXPECT_EQ(words().at(2), "passed");
}

TEST_F(Verdicts, LivenessThatAskedNobodyFailsNoRun) {
  run("duration: 3m\nfleet: { homes: { count: 2 } }\nfaults:\n"
      "  ill: { target: provisioning, do: { answer: { status: 503 } } }\n"
      "expect:\n  - never: { any: homes, are: provisioned }\n");
  EXPECT_EQ(words(), (std::vector<std::string>{"passed", "vacuous", "vacuous", "passed", "vacuous"}));
  EXPECT_EQ(exit_code(summary_.result), 0);
}

TEST_F(Verdicts, AFaultHasEndedWhenThePowerIsBack) {
  run("duration: 3m\nfleet: { homes: { count: 5 } }\nfaults:\n"
      "  cut: { target: homes, at: 20s, do: { power_cut: { off_for: 20s } } }\n"
      "expect:\n  - eventually: { none: homes, are: powered-on, after: cut, within: 2m }\n"
      "  - eventually: { any: homes, are: powered-off, after: cut, within: 2m }\n"
      "  - never: { any: homes, are: powered-off, after: cut }\n"
      "  - sequence: { of: homes, when: { event: device.power_cut }, next: { event: device.power_on }, within: 1s }\n"
      "  - sequence: { of: homes, when: { event: device.power_cut }, next: { event: device.power_on },\n"
      "                no_sooner_than: 20s }\n");
  EXPECT_EQ(verdicts(5), "00101");
}

// 10 E24
TEST_F(Verdicts, DevicesRemainRegisteredWhileTheirNextConnectionsContactReplacesTheOldOne) {
  run("duration: 5m\nfleet: { homes: { count: 5, transport: tcp } }\nfaults:\n"
      "  cut: { target: homes, at: 60s, do: { reset: tcp } }\n"
      "expect:\n  - always: { all: homes, are: registered, from: 30s }\n"
      "  - metric: { binding.removed: count==5, of: homes }\n");
  EXPECT_EQ(verdicts(2), "11");
}

// 10 E24
TEST_F(Verdicts, AFaultHasEndedWhenThePowerIsBackInRealTimeToo) {
  world_ = WorldKind::kReal;
  run("duration: 4s\nliveness: none\nfleet: { homes: { count: 5, profile: quick } }\n"
      "profiles: { quick: { boot_time: 100ms, boot_spread: 10ms } }\nfaults:\n"
      "  cut: { target: homes, at: 1s, do: { power_cut: { off_for: 1s } } }\n"
      "expect:\n  - eventually: { none: homes, are: powered-on, after: cut, within: 1s }\n"
      "  - eventually: { any: homes, are: powered-off, after: cut, within: 1s }\n"
      "  - never: { any: homes, are: powered-off, after: cut }\n"
      "  - eventually: { all: homes, are: registered, after: cut, within: 1500ms }\n");
  EXPECT_EQ(verdicts(4), "0011");
}

TEST_F(Verdicts, AnEventuallyBehindATriggerWaitsForTheLastDevice) {
  run("duration: 5m\nfleet: { early: { count: 1 }, late: { count: 1, power_on: { at: 60s } } }\nfaults:\n"
      "  cut: { target: devices, when: { event: registration.accepted, after: 1m }, do: { power_cut: { off_for: 5s } } "
      "}\n"
      "expect:\n  - eventually: { all: devices, are: registered, after: cut, within: 1m }\n");
  EXPECT_EQ(verdicts(1), "1");
  EXPECT_GT(summary_.lasted, std::chrono::minutes(2)) << "the late one is cut off a minute after it has registered";
}

TEST_F(Verdicts, AResyncIsNoFirstProvisioning) {
  run("duration: 3m\nfleet: { homes: { count: 10 } }\nfaults:\n"
      "  note: { target: call_agent, at: 1m, do: { notify: check-sync } }\n"
      "expect:\n  - metric: { provision.duration: max<5s, of: homes }\n"
      "  - metric: { provision.duration: count==10, of: homes }\n"
      "  - metric: { provision.accepted: count==20, of: homes }\n");
  EXPECT_EQ(verdicts(3), "111");
}

TEST_F(Verdicts, WhatLosesItsStateWhileItIsOffIsHit) {
  run("duration: 3m\nfleet: { homes: { count: 2 } }\nfaults:\n"
      "  cut: { target: homes, at: 20s, do: { power_cut: { off_for: 60s } } }\n"
      "  lost: { target: homes, at: 30s, do: { restart: { state: lost } } }\n"
      "expect:\n  - metric: { settings.loaded: count==0, of: homes }\n"
      "  - metric: { device.power_cut: count==2, of: homes }\n");
  EXPECT_EQ(verdicts(2), "11");
  EXPECT_EQ(summary_.faults.at(1).struck, 2U);
}

TEST_F(Verdicts, AnEditOfAStatusIsOfWhoeverGivesTheAnswer) {
  const std::string edit = "match: { status: 503 }, do: { edit: { headers: { Retry-After: 20 } } } }\n";
  run("duration: 2m\nliveness: none\nproxies: { cafe: {} }\n"
      "fleet: { homes: { count: 1 }, guests: { count: 1, through: cafe } }\nfaults:\n"
      "  a: { target: provisioning, until: 1m, match: { from: homes }, do: { answer: { status: 503 } } }\n"
      "  b: { target: provisioning, until: 1m, " +
      edit +
      "  c: { target: cafe, until: 1m, do: { answer: { status: 503 } } }\n"
      "  d: { target: cafe, until: 1m, " +
      edit +
      "expect:\n"
      "  - eventually: { event: provision.refused, of: homes, where: { retry_after: 20s }, within: 1m }\n"
      "  - eventually: { event: provision.refused, of: guests, where: { retry_after: 20s }, within: 1m }\n");
  EXPECT_EQ(verdicts(2), "11");
}

TEST_F(Verdicts, ARequestThatComesAgainIsStruckOnce) {
  run("duration: 3m\nliveness: none\nfleet: { homes: { count: 1 } }\nfaults:\n"
      "  first: { target: call_agent, until: 2m, match: { first: 1 }, do: { drop: requests } }\n"
      "  all: { target: call_agent, until: 2m, do: { delay: 1ms } }\n"
      "expect:\n  - eventually: { all: homes, are: registered, within: 2m }\n"
      "  - metric: { registration.request: count==3, of: homes }\n");
  EXPECT_EQ(verdicts(2), "11");
  EXPECT_EQ(summary_.faults.at(0).struck, 1U);
  EXPECT_EQ(summary_.faults.at(1).struck, 2U) << "nobody sees a delay of what is dropped";
}

TEST_F(Verdicts, AScopeOfAFaultThatHitsNobodyBeginsWhenTheFaultWas) {
  run("duration: 3m\nfleet: { homes: { count: 5 } }\nfaults:\n"
      "  cut: { target: homes, hits: 0.01%, at: 60s, do: { power_cut: { off_for: 30s } } }\n"
      "expect:\n  - never: { event: registration.accepted, after: cut }\n");
  EXPECT_EQ(verdicts(1), "1");
}

}  // namespace
}  // namespace dialtone

// Faults of servers: the same in every world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

class ServerFaults : public testing::TestWithParam<std::string> {
 protected:
  // Runs the scenario in the world of the test's parameter; returns its exit code.
  int run(const std::string& faults, const std::string& expect,
          const std::string& fleet = "fleet: { homes: { count: 3, profile: quick } }\n") {
    folder_.write("s.yaml",
                  "scenario: s\nduration: 12s\nprofiles: { quick: { boot_time: 500ms, boot_spread: 10ms, retry_base: "
                  "500ms, retry_cap: 1s } }\n" +
                      fleet + "faults:\n" + faults + "expect:\n" + expect);
    Command run(DIALTONE_SOURCE_DIR "/tests/tools/in_real_time",
                {program("dialtone"), "run", "s.yaml", "--world", GetParam(), "--out", "out", "--quiet"},
                folder_.path());
    const int code = run.wait(Command::kPatienceInRealTime);
    said_ = run.err();
    events_ = read_file(folder_.path() / "out" / "events.jsonl");
    summary_ = read_file(folder_.path() / "out" / "summary.json");
    return code;
  }

  // Returns how often the fault struck, from summary.json.
  int struck(const std::string& fault) const {
    const std::string key = "\"struck\": ";
    const std::size_t at = summary_.find(key, summary_.find("\"name\": \"" + fault + "\""));
    return at == std::string::npos ? -1 : std::stoi(summary_.substr(at + key.size()));
  }

  const Folder folder_;
  std::string said_;
  std::string events_;
  std::string summary_;
};

TEST_P(ServerFaults, APowerOffIsPoliteAndForgetsTheBindings) {
  EXPECT_EQ(run("  evening: { target: call_agent, at: 3s, do: { power_off: { off_for: 3s } } }\n",
                "  - eventually: { all: homes, are: registered, within: 3s }\n"
                "  - eventually: { all: homes, are: registered, from: 4s, within: 1s }\n"),
            1)
      << said_;
  EXPECT_THAT(events_, HasSubstr("\"host\":\"call-agent\",\"event\":\"server.stopped\""));
  EXPECT_THAT(events_, Not(HasSubstr("server.crashed")));
}

TEST_P(ServerFaults, ACrashIsToldOnceAndTheServerComesBackWhereItWas) {
  EXPECT_EQ(run("  one: { target: provisioning, at: 2s, do: { power_cut: { off_for: 1s } } }\n"
                "  two: { target: provisioning, at: 2500ms, do: { power_cut: { off_for: 2s } } }\n",
                "  - metric: { server.crashed: count==1 }\n  - metric: { server.started: count==4 }\n"
                "  - eventually: { all: homes, are: registered, from: 6s, within: 1s }\n"),
            0)
      << said_;
}

TEST_P(ServerFaults, AnAnswerIsReplacedForAsLongAsTheWindowIsOpen) {
  EXPECT_EQ(
      run("  ill: { target: provisioning, until: 3s, do: { answer: { status: 503, headers: { Retry-After: 3 } } } }\n"
          "  deaf: { target: call_agent, from: 4s, until: 5s, do: { drop: requests } }\n",
          "  - eventually: { all: homes, are: registered, after: ill, within: 9s }\n"
          "  - metric: { provision.refused: count>=3, of: homes }\n"),
      0)
      << said_;
}

TEST_P(ServerFaults, SeveralOnOneRequestAddUp) {
  EXPECT_EQ(run("  slow: { target: provisioning, until: 4s, do: { delay: 400ms } }\n"
                "  ill: { target: provisioning, until: 4s, match: { first: 1 },\n"
                "         do: { answer: { status: 503, headers: { Retry-After: 1 } } } }\n",
                "  - metric: { provision.refused: count==3, of: homes }\n"
                "  - metric: { provision.request.interval: min>=1400ms, of: homes }\n"),
            0)
      << said_;
}

TEST_P(ServerFaults, EachIsToldWithHowOftenItStruckAlsoWhereItsServerIsKilled) {
  EXPECT_EQ(run("  slow: { target: provisioning, match: { first: 1 }, do: { delay: 100ms } }\n"
                "  deaf: { target: call_agent, until: 3s, match: { first: 1 }, do: { drop: requests } }\n"
                "  crash: { target: call_agent, at: 4s, do: { power_cut: { off_for: 1s } } }\n"
                "  frozen: { target: homes, at: 6s, do: { pause: { length: 100ms } } }\n"
                "  blackout: { target: homes, at: 7s, do: { power_cut: { off_for: 1s } } }\n"
                "  spared: { target: homes, at: 7500ms, do: { reset: tcp } }\n",
                "  - eventually: { all: homes, are: registered, after: blackout, within: 4s }\n"),
            0)
      << said_;
  EXPECT_EQ(struck("slow"), 3);
  EXPECT_GE(struck("deaf"), 3);
  EXPECT_EQ(struck("crash"), 1);
  EXPECT_EQ(struck("frozen"), 3);
  EXPECT_EQ(struck("blackout"), 3);
  EXPECT_EQ(struck("spared"), 0);
}

TEST_P(ServerFaults, ARestartKeepsTheBindingsAlsoWhereTheRunIsRepeated) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(run("  again: { target: call_agent, at: 3s, do: { restart: { state: kept, off_for: 1s } } }\n",
                  "  - eventually: { all: homes, are: registered, from: 6s, within: 1s }\n"
                  "  - metric: { binding.restored: count==3 }\n"),
              0)
        << said_;
  }
}

TEST_P(ServerFaults, ARestartThatLosesItsStateForgetsTheBindings) {
  EXPECT_EQ(run("  kept: { target: call_agent, at: 11s, do: { restart: { state: kept, off_for: 500ms } } }\n"
                "  lost: { target: call_agent, at: 3s, do: { restart: { state: lost, off_for: 1s } } }\n",
                "  - metric: { binding.restored: count==0, until: 10s }\n"
                "  - eventually: { any: homes, are: believes-registered, from: 6s, within: 1s }\n"
                "  - never: { any: homes, are: bound, from: 5s }\nliveness: none\n"),
            0)
      << said_;
}

TEST_P(ServerFaults, ATriggerStrikesBehindItsEventAndTheRunWaitsForIt) {
  EXPECT_EQ(
      run("  odd: { target: call_agent, when: { event: registration.accepted, nth: 3, after: 2s }, do: { forget: "
          "bindings } }\n"
          "  cut: { target: homes, when: { event: settings.stored, after: 500ms }, do: { power_cut: { off_for: 1s } "
          "} }\n",
          "  - eventually: { event: binding.removed, of_each: homes, within: 11s }\n"
          "  - metric: { device.power_cut: count==3 }\nliveness: none\n"),
      0)
      << said_;
  EXPECT_THAT(events_, HasSubstr("\"event\":\"fault.started\",\"fault\":\"odd\""));
  EXPECT_THAT(events_, HasSubstr("\"event\":\"fault.ended\",\"fault\":\"cut\""));
}

TEST_P(ServerFaults, ACallAgentThatCrashedKnowsNoNonceOfItsEarlierLife) {
  EXPECT_EQ(run("  cut: { target: call_agent, at: 3s, do: { power_cut: { off_for: 500ms } } }\n",
                "  - eventually: { event: registration.accepted, of_each: homes, from: 4s, within: 8s }\n"
                "  - metric: { register.challenged: count==6 }\n",
                "servers: { call_agent: { min_expires: 5s } }\n"
                "fleet: { homes: { count: 3, profile: quick, expires: 10s } }\n"),
            0)
      << said_;
}

TEST_P(ServerFaults, AnEditIsOfTheAnswersWithItsStatusOnly) {
  EXPECT_EQ(
      run("  found: { target: call_agent, until: 5s, match: { status: 200 }, do: { edit: { headers: { Contact: \"\" } "
          "} } }\n"
          "  torn: { target: provisioning, until: 5s, match: { status: 404 }, do: { edit: { truncate_to: 10 } } }\n",
          "  - eventually: { event: registration.challenged, of_each: homes, within: 5s }\n"
          "  - metric: { provision.accepted: count==3, of: homes }\n"
          "  - eventually: { all: homes, are: bound, within: 5s }\nliveness: none\n"),
      0)
      << said_;
}

TEST_P(ServerFaults, WhatIsPausedTwiceGoesOnWhenBothPausesAreOver) {
  EXPECT_EQ(run("  long: { target: provisioning, at: 0s, do: { pause: { length: 5s } } }\n"
                "  short: { target: provisioning, at: 500ms, do: { pause: { length: 500ms } } }\n",
                "  - never: { event: provision.accepted, until: 4900ms }\n"
                "  - eventually: { all: homes, are: registered, after: long, within: 6s }\n"),
            0)
      << said_;
}

TEST_P(ServerFaults, PacketsAreLateOneWayAndNamesFail) {
  EXPECT_EQ(
      run("  late: { target: homes, match: { peer: call_agent, direction: from-devices }, do: { delay: 200ms } }\n"
          "  nameless: { target: homes, until: 4s, match: { name: provisioning }, do: { resolve: { fail: "
          "no-such-name } } }\n",
          "  - eventually: { all: homes, are: registered, within: 12s }\n"
          "  - eventually: { event: name.failed, of_each: homes, within: 4s }\n"
          "  - metric: { registration.duration: min>=400ms }\n"),
      0)
      << said_;
}

// 10 E24
TEST_P(ServerFaults, AFaultOfDevicesHasEndedWhenTheyHaveTheirPowerBack) {
  const std::string cut = "  cut: { target: homes, at: 4s, do: { power_cut: { off_for: 2s } } }\n";
  EXPECT_EQ(run(cut,
                "  - never: { any: homes, are: powered-off, after: cut }\n"
                "  - eventually: { all: homes, are: powered-on, after: cut, within: 1ms }\n"),
            0)
      << said_;
  EXPECT_EQ(run(cut, "  - eventually: { none: homes, are: powered-on, after: cut, within: 2s }\nliveness: none\n"), 1)
      << said_;
}

// 10 E24
TEST_P(ServerFaults, AClockThatIsSteppedWhileItsServerIsAwayIsRecordedOfThatMoment) {
  EXPECT_EQ(run("  early: { target: call_agent, at: 2s, do: { clock: { step: 1h } } }\n"
                "  cut: { target: call_agent, at: 3s, do: { power_cut: { off_for: 3s } } }\n"
                "  step: { target: call_agent, at: 4s, do: { clock: { step: 2h } } }\n",
                "  - metric: { clock.changed: count==2, of: call_agent }\n"
                "  - metric: { clock.changed: count==2, of: call_agent, until: 4500ms }\n"
                "  - eventually: { event: server.started, of: call_agent, from: 5s, within: 6s }\nliveness: none\n"),
            0)
      << said_;
}

// 10 A6
TEST_P(ServerFaults, ADriftOfDevicesMovesTheirRefreshes) {
  EXPECT_EQ(run("  hasty: { target: fast, do: { clock: { drift_ppm: 500000 } } }\n"
                "  lazy: { target: slow, do: { clock: { drift_ppm: -500000 } } }\n",
                // Devices with right clocks refresh after 4.8 s to 5.4 s, the fast ones after two thirds of that, the
                // slow ones after twice as long: by then the registrar, whose clock is right, has expired their
                // bindings.
                "  - eventually: { event: registration.accepted, of_each: fast, from: 3s, within: 3500ms }\n"
                "  - never: { event: registration.accepted, of: steady, from: 3s, until: 6500ms }\n"
                "  - eventually: { event: registration.accepted, of_each: steady, from: 6500ms, within: 3s }\n"
                "  - eventually: { event: binding.expired, of_each: slow, within: 12s }\n"
                "  - never: { event: binding.expired, of: fast }\n",
                "servers: { call_agent: { min_expires: 5s } }\nfleet:\n"
                "  fast: { count: 2, profile: quick, expires: 6s, power_on: { at: 1500ms } }\n"
                "  steady: { count: 2, profile: quick, expires: 6s, power_on: { at: 1500ms } }\n"
                "  slow: { count: 2, profile: quick, expires: 6s, power_on: { at: 1500ms } }\n"),
            0)
      << said_;
}

// 10 A6
TEST_P(ServerFaults, ADriftOfACallAgentEndsItsBindingsSooner) {
  EXPECT_EQ(run("  hasty: { target: call_agent, until: 8s, do: { clock: { drift_ppm: 500000 } } }\n",
                // A binding of 6 s lasts for 4 s on the fast clock; it is refreshed after 4.8 s at the soonest.
                "  - eventually: { event: binding.expired, of_each: homes, within: 8s }\n",
                "servers: { call_agent: { min_expires: 5s } }\n"
                "fleet: { homes: { count: 3, profile: quick, expires: 6s } }\n"),
            0)
      << said_;
}

INSTANTIATE_TEST_SUITE_P(Worlds, ServerFaults, testing::Values("virtual", "real", "processes"),
                         [](const auto& each) { return each.param; });

// For worlds in which a server starts as its own process.
class ServersInProcesses : public ServerFaults {};

// 10 E24
TEST_P(ServersInProcesses, AFaultOfAServerHasEndedWhenItsProcessServesAgain) {
  EXPECT_EQ(run("  cut: { target: call_agent, at: 4s, do: { power_cut: { off_for: 2s } } }\n",
                "  - eventually: { event: fault.ended, of: call_agent, within: 10s }\n"
                "  - never: { event: server.started, of: call_agent, after: cut }\nliveness: none\n"),
            0)
      << said_;
  EXPECT_LT(events_.rfind("\"event\":\"server.started\",\"protocol\":\"sip-udp\""), events_.find("fault.ended"));
}

INSTANTIATE_TEST_SUITE_P(World, ServersInProcesses, testing::Values("processes"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace dialtone

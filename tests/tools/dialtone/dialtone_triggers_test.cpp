// Faults that wait for events of the run: the same in every world.
#include <gtest/gtest.h>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

class Triggers : public testing::Test {
 protected:
  // Runs a scenario of three homes in that world; returns its exit code.
  int run(const std::string& world, const std::string& faults, const std::string& expect,
          const std::string& fleet = "fleet: { homes: { count: 3, profile: quick } }\n") {
    folder_.write("s.yaml",
                  "scenario: s\nduration: 15s\nprofiles: { quick: { boot_time: 500ms, boot_spread: 10ms, retry_base: "
                  "500ms, retry_cap: 1s } }\n" +
                      fleet + "faults:\n" + faults + "expect:\n" + expect);
    Command run(DIALTONE_SOURCE_DIR "/tests/tools/in_real_time",
                {program("dialtone"), "run", "s.yaml", "--world", world, "--out", "out", "--quiet"}, folder_.path());
    const int code = run.wait(Command::kPatienceInRealTime);
    said_ = run.err();
    return code;
  }

  const Folder folder_;
  std::string said_;
};

class TriggersInEveryWorld : public Triggers, public testing::WithParamInterface<std::string> {};

TEST_P(TriggersInEveryWorld, AWindowOpensForEachDeviceByItself) {
  EXPECT_EQ(run(GetParam(),
                "  gone: { target: homes, when: { event: settings.stored }, for: 2s, do: { drop: all } }\n"
                "  nameless: { target: homes, when: { event: device.power_on }, for: 1s, do: { resolve: { fail: "
                "no-such-name } } }\n",
                "  - eventually: { all: homes, are: registered, within: 14s }\n"
                "  - eventually: { event: name.failed, of_each: homes, within: 3s }\n"
                "  - metric: { registration.duration: min>=2s }\n"),
            0)
      << said_;
}

TEST_P(TriggersInEveryWorld, AWindowOfAServerOpensBehindWhatADeviceDid) {
  EXPECT_EQ(
      run(GetParam(),
          "  deaf: { target: call_agent, when: { event: device.power_on }, for: 3s, match: { method: REGISTER }, "
          "do: { drop: requests } }\n"
          "  strict: { target: call_agent, when: { event: device.power_on, nth: 2 }, for: 14s, do: { registrar: { "
          "min_expires: 30m } } }\n",
          "  - eventually: { all: homes, are: registered, within: 14s }\n"
          "  - never: { any: homes, are: bound, until: 2900ms }\n"
          "  - eventually: { event: registration.rejected, of_each: homes, where: { status: 423 }, within: 14s "
          "}\n",
          "fleet: { homes: { count: 3, profile: quick, expires: 5m } }\n"),
      0)
      << said_;
}

TEST_P(TriggersInEveryWorld, AWindowOutlastsTheRestartOfItsServer) {
  EXPECT_EQ(run(GetParam(),
                "  deaf: { target: call_agent, when: { event: device.power_on }, for: 5s, do: { drop: requests } }\n"
                "  cut: { target: call_agent, at: 2s, do: { power_cut: { off_for: 500ms } } }\n",
                "  - eventually: { all: homes, are: registered, within: 14s }\n"
                "  - never: { any: homes, are: bound, until: 4900ms }\n"
                "  - metric: { server.crashed: count==1 }\n"),
            0)
      << said_;
}

TEST_P(TriggersInEveryWorld, WhatTheRunItselfRecordsIsAnEventToo) {
  EXPECT_EQ(
      run(GetParam(),
          "  cut: { target: call_agent, at: 1s, do: { power_cut: { off_for: 500ms } } }\n"
          "  behind: { target: provisioning, when: { event: server.crashed }, for: 3s, do: { answer: { status: 503 } } "
          "}\n"
          "  after: { target: call_agent, when: { event: fault.ended, nth: 2, after: 4s }, do: { notify: check-sync } "
          "}\n",
          "  - never: { any: homes, are: provisioned, until: 3900ms }\n"
          "  - eventually: { event: device.resync, of_each: homes, within: 14s }\n",
          "fleet: { homes: { count: 3, profile: quick, power_on: { at: 1500ms } } }\n"),
      0)
      << said_;
}

TEST_P(TriggersInEveryWorld, AProxyIsStruckToo) {
  EXPECT_EQ(run(GetParam(),
                "  ill: { target: cafe, when: { event: device.power_on }, for: 3s, do: { answer: { status: 503, "
                "headers: { Retry-After: 1 } } } }\n"
                "  cut: { target: cafe, when: { event: binding.added }, do: { power_cut: { off_for: 500ms } } }\n",
                "  - eventually: { all: homes, are: registered, within: 14s }\n"
                "  - eventually: { event: provision.refused, of_each: homes, where: { status: 503 }, within: 3s }\n"
                "  - eventually: { event: server.crashed, within: 14s }\n",
                "proxies: { cafe: {} }\nfleet: { homes: { count: 3, profile: quick, through: cafe } }\n"),
            0)
      << said_;
}

INSTANTIATE_TEST_SUITE_P(Worlds, TriggersInEveryWorld, testing::Values("virtual", "real", "processes"),
                         [](const auto& each) { return each.param; });

// The NAT's mapping of the third home is gone when the answer arrives.
TEST_F(Triggers, StrikeANatToo) {
  EXPECT_EQ(run("virtual",
                "  forgets: { target: office, when: { event: binding.added, nth: 3 }, do: { forget: mappings } }\n",
                "  - eventually: { all: homes, are: registered, within: 3s }\n"
                "  - metric: { registration.duration: max>=500ms }\n",
                "nats: { office: {} }\n"
                "fleet: { homes: { count: 3, profile: quick, behind: office } }\n"),
            0)
      << said_;
}

TEST_F(Triggers, HitOnlySomeOfTheDevices) {
  const std::string fleet = "liveness: none\nfleet: { homes: { count: 100, profile: quick } }\n";
  EXPECT_EQ(
      run("virtual",
          "  some: { target: homes, hits: 30%, do: { drop: all } }\n"
          "  cut: { target: homes, when: { event: registration.accepted }, hits: 50%, do: { power_cut: { off_for: "
          "20s } } }\n"
          "  written: { target: homes, when: { write: 1, byte: 0 }, hits: 10%, do: { power_cut: { off_for: 20s } "
          "} }\n",
          "  - eventually: { any: homes, are: powered-on, from: 14s, within: 1s }\n"
          "  - metric: { provision.accepted: count>=60 }\n  - metric: { provision.accepted: count<=80 }\n"
          "  - metric: { device.power_cut: count>=20 }\n  - metric: { device.power_cut: count<=60 }\n",
          fleet),
      0)
      << said_;
}

}  // namespace
}  // namespace dialtone

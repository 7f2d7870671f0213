// Servers that do not come back, in a run whose parts are processes: scripts that say what a part would say.
#include "scenarios/engine/processes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

struct Restart {
  std::string name;
  std::string faults;
  // What the script of provisioning does in its first life, and in its second.
  std::string first_life;
  std::string second_life;
  std::string duration;
  RunResult result;
  std::string reason;
  std::vector<int> lives_at_ends;

  friend void PrintTo(const Restart& restart, std::ostream* out) { *out << restart.name; }
};

class RestartInProcesses : public testing::TestWithParam<Restart> {
 protected:
  // A stand-in for this executable: `part PLAN NAME`.
  fs::path write_parts() const {
    const fs::path path = folder_.path() / "parts";
    const std::string lived = (folder_.path() / "lived").string();
    std::ofstream(path) << "#!/bin/sh\n"
                           "started() { echo '{\"time\":0,\"host\":\"'$1'\",\"event\":\"server.started\","
                           "\"endpoint\":\"127.0.0.1:9\"}'; }\n"
                           "wait_for_end() { exec sleep 60; }\n"
                           "case $3 in\n"
                           "call-agent) started $3;;\n"
                           "devices) echo '{\"time\":0,\"host\":\"homes-0001\",\"event\":\"device.power_on\"}';;\n"
                        << "*) if mkdir '" << lived << "' 2>/dev/null; then " << GetParam().first_life << "; else "
                        << GetParam().second_life << "; fi;;\nesac\nwait_for_end\n";
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
  RunSummary run() {
    const ScenarioResult scenario =
        read_scenario("scenario: s\nduration: " + GetParam().duration +
                          "\nliveness: none\nfleet:\n  homes: { count: 1 }\n" + "faults:\n" + GetParam().faults +
                          "expect:\n  - never: { event: registration.rejected, of: homes, after: cut }\n",
                      "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.world = WorldKind::kProcesses;
    options.directory = folder_.path() / "run";
    options.executable = write_parts();
    fs::create_directory(options.directory);
    return run_plan(make_plan(*scenario), options);
  }

  // How often provisioning had served when each fault ended.
  std::vector<int> lives_at_ends() const {
    std::vector<int> lives;
    int begun = 0;
    std::ifstream events(folder_.path() / "run" / "events.jsonl");
    for (std::string line; std::getline(events, line);) {
      const auto has = [&](std::string_view text) { return line.find(text) != std::string::npos; };
      if (has("server.started") && has("provisioning")) ++begun;
      if (has("fault.ended")) lives.push_back(begun);
    }
    return lives;
  }

  TemporaryFolder folder_;
};

// 10 24
TEST_P(RestartInProcesses, IsInvalidWhereTheServerDoesNotComeBackInTime) {
  const RunSummary summary = run();
  EXPECT_EQ(summary.result, GetParam().result);
  EXPECT_EQ(summary.reasons.empty() ? "" : summary.reasons.front(), GetParam().reason);
  EXPECT_EQ(lives_at_ends(), GetParam().lives_at_ends);
}

const std::string kCut = "  cut: { target: provisioning, at: 1s, do: { power_cut: { off_for: 500ms } } }\n";
const std::string kOff = "  cut: { target: provisioning, at: 1s, do: { power_off: { off_for: 500ms } } }\n";
const std::string kSecondCut = "  again: { target: provisioning, at: 1200ms, do: { power_cut: { off_for: 300ms } } }\n";
const std::string kServes = "started $3";
const std::string kHangs = "wait_for_end";
const std::string kNotBack = "provisioning did not come back within 10 s";
constexpr RunResult kPassed = RunResult::kPassed;
constexpr RunResult kInvalid = RunResult::kInvalid;

INSTANTIATE_TEST_SUITE_P(
    Servers, RestartInProcesses,
    testing::Values(
        Restart{"ThatServes", kCut, kServes, kServes, "3s", kPassed, "", {2}},
        Restart{"ThatHangs", kCut, kServes, kHangs, "30s", kInvalid, kNotBack, {}},
        Restart{"ThatHangsAsTheRunEnds", kCut, kServes, kHangs, "3s", kInvalid, kNotBack, {}},
        Restart{"ThatServesAfterTheRun", kCut, kServes, "sleep 3; started $3", "3s", kPassed, "", {}},
        Restart{"ThatTwoFaultsAwait", kCut + kSecondCut, kServes, "sleep 1; started $3", "5s", kPassed, "", {2, 2}},
        Restart{
            "ThatWaitsForAnEndWhichHangs", kOff, "trap '' TERM; started $3", kServes, "30s", kInvalid, kNotBack, {}}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace dialtone

// Servers that are restarted, or fail to restart, in a run whose parts are played by a script.
#include <gtest/gtest.h>

#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/scenarios/sites/scripted_parts.h"

namespace dialtone {
namespace {

struct Restart {
  std::string name;
  std::string faults;
  // The shell commands of the provisioning server in its first life, and in its second.
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
  RunSummary run() const {
    const std::string lived = (folder_.path() / "lived").string();
    const std::string script = R"(started() { say "$1" server.started ',"endpoint":"127.0.0.1:9"'; }
wait_for_end() { exec sleep 60; }
finish() { say devices part.finished ',"timer_lag_p99_us":0'; kill $! 2>/dev/null; exit; }
case $3 in
call-agent) started $3;;
devices) say homes-0001 device.power_on; trap finish INT; sleep 60 & wait;;
*) if mkdir ')" + lived + "' 2>/dev/null; then " +
                               GetParam().first_life + "; else " + GetParam().second_life +
                               "; fi;;\nesac\nwait_for_end\n";
    return run_with_parts(folder_, script,
                          "scenario: s\nduration: " + GetParam().duration +
                              "\nliveness: none\nfleet:\n  homes: { count: 1 }\nfaults:\n" + GetParam().faults +
                              "expect:\n  - never: { event: registration.rejected, of: homes, after: cut, "
                              "may_be_vacuous: true }\n");
  }

  // Returns, for each end of a fault, how often the provisioning server had started by then.
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
constexpr RunResult kRunPassed = RunResult::kPassed;
constexpr RunResult kInvalid = RunResult::kInvalid;

INSTANTIATE_TEST_SUITE_P(
    Servers, RestartInProcesses,
    testing::Values(
        Restart{"ThatServes", kCut, kServes, kServes, "3s", kRunPassed, "", {2}},
        Restart{"ThatHangs", kCut, kServes, kHangs, "30s", kInvalid, kNotBack, {}},
        Restart{"ThatHangsAsTheRunEnds", kCut, kServes, kHangs, "3s", kInvalid, kNotBack, {}},
        Restart{"ThatServesAfterTheRun", kCut, kServes, "sleep 3; started $3", "3s", kRunPassed, "", {}},
        Restart{"ThatTwoFaultsAwait", kCut + kSecondCut, kServes, "sleep 1; started $3", "5s", kRunPassed, "", {2, 2}},
        Restart{
            "ThatWaitsForAnEndWhichHangs", kOff, "trap '' TERM; started $3", kServes, "30s", kInvalid, kNotBack, {}}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace dialtone

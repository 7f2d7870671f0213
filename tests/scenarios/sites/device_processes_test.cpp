// Runs whose devices are distributed over two processes, played by a script.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/scenarios/sites/scripted_parts.h"

namespace dialtone {
namespace {

// Returns a script for the servers and two parts with one device each. `second`: what the second part does after its
// device was switched on.
std::string script_of(const std::string& second) {
  return R"(read start
wait_for_end() { sleep 60 & wait; }
finish() { say devices part.finished ",\"timer_lag_p99_us\":$lag"; kill $! 2>/dev/null; exit 0; }
lag=0
trap finish INT
case $3 in
devices-1-of-2) say homes-0001 device.power_on; say homes fault.started ',"fault":"cut"'
  say homes fault.ended ',"fault":"cut"'; say first has.ended;;
devices-2-of-2) say homes-0002 device.power_on; )" +
         second + R"(;;
*) trap 'kill $! 2>/dev/null; exit 0' INT; say "$3" server.started ',"endpoint":"127.0.0.1:9"';;
esac
wait_for_end
)";
}

class DeviceProcesses : public testing::Test {
 protected:
  RunSummary run(const std::string& second) const {
    return run_with_parts(folder_, script_of(second),
                          "scenario: s\nduration: 2s\nliveness: none\nfleet:\n  homes: { count: 2 }\nfaults:\n"
                          "  cut: { target: homes, at: 1s, do: { power_cut: { off_for: 100ms } } }\nexpect:\n"
                          "  - never: { event: registration.rejected, of: homes }\n",
                          2);
  }

  // Returns the events with one of those names, in order.
  std::vector<std::string> events(const std::vector<std::string>& names) const {
    std::vector<std::string> found;
    std::ifstream lines(folder_.path() / "run" / "events.jsonl");
    for (std::string line; std::getline(lines, line);) {
      for (const std::string& name : names) {
        if (line.find("\"event\":\"" + name + "\"") != std::string::npos) found.push_back(name);
      }
    }
    return found;
  }

  const TemporaryFolder folder_;
};

TEST_F(DeviceProcesses, AFaultBeginsWithTheFirstAndEndsWithTheLast) {
  const RunSummary summary =
      run("sleep 1; say homes fault.started ',\"fault\":\"cut\"'; say homes fault.ended ',\"fault\":\"cut\"'");
  EXPECT_EQ(summary.ever.powered_on, 2U) << testing::PrintToString(summary.reasons);
  EXPECT_EQ(events({"fault.started", "fault.ended", "has.ended"}),
            (std::vector<std::string>{"fault.started", "has.ended", "fault.ended"}));
}

TEST_F(DeviceProcesses, TheOneWhoseTimersCameLatestMakesTheRunInvalid) {
  const RunSummary summary = run("lag=51000");
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  ASSERT_EQ(summary.reasons.size(), 1U) << testing::PrintToString(summary.reasons);
  EXPECT_EQ(summary.reasons.front(), "this machine was the bottleneck: its own timers came up to 51 ms late (p99)");
}

TEST_F(DeviceProcesses, AnyThatEndsInTheMiddleMakesTheRunInvalid) {
  const RunSummary summary = run("exit 1");
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  ASSERT_FALSE(summary.reasons.empty());
  EXPECT_EQ(summary.reasons.front(), "the process of devices-2-of-2 ended in the middle of the run");
}

}  // namespace
}  // namespace dialtone

// Runs whose expectations compare with a control run, in which a fault is left out.
#include <gtest/gtest.h>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/control_run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

class ComparedRuns : public testing::Test {
 protected:
  static Scenario scenario_with(const std::string& expectations) {
    ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 3m\nsafety: none\nliveness: none\n"
        "fleet: { homes: { count: 3, expires: 1m } }\n"
        "faults:\n  slow: { target: call_agent, do: { delay: 100ms } }\n"
        "  never: { target: call_agent, from: 2m, do: { drop: requests } }\nexpect:\n" +
            expectations,
        "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    return scenario ? *std::move(scenario) : Scenario{};
  }
  RunSummary run(Scenario scenario) {
    RunOptions options;
    options.directory = folder_.path();
    return run_plan(make_plan(std::move(scenario)), options);
  }

  TemporaryFolder folder_;
};

TEST_F(ComparedRuns, MeasureWhatTheSamePlanDoesWithoutTheFault) {
  const RunSummary summary =
      run(scenario_with("  - metric: { registration.duration: max<=2x, compared_to: { without: slow } }\n"
                        "  - metric: { registration.duration: max>2x, compared_to: { without: slow } }\n"
                        "  - metric: { registration.duration: max<=1x, compared_to: { without: never } }\n"));
  EXPECT_EQ(summary.result, RunResult::kFailed);
  ASSERT_EQ(summary.oracles.size(), 3U);
  EXPECT_EQ(summary.oracles[0].measured, "max = 240.8 ms (40.8 ms without slow)");
  EXPECT_TRUE(summary.oracles[0].failed());
  EXPECT_TRUE(summary.oracles[1].passed());
  EXPECT_EQ(summary.oracles[2].measured, "max = 240.8 ms (240.8 ms without never)");
  EXPECT_TRUE(summary.oracles[2].passed());
  EXPECT_TRUE(fs::exists(folder_.path() / "without-slow" / "events.jsonl"));
  EXPECT_TRUE(fs::exists(folder_.path() / "without-never" / "events.jsonl"));
}

TEST_F(ComparedRuns, AndTheRunThatComparesLastEquallyLong) {
  const RunSummary summary =
      run(scenario_with("  - eventually: { all: homes, are: registered, within: 1m }\n"
                        "  - metric: { registration.request: count>=0.5x, compared_to: { without: never } }\n"));
  EXPECT_EQ(summary.lasted, std::chrono::minutes(3));
  EXPECT_TRUE(summary.oracles[1].passed()) << summary.oracles[1].measured;
}

TEST_F(ComparedRuns, WithoutAValueLeaveNothingToCompareWith) {
  const RunSummary summary =
      run(scenario_with("  - metric: { registration.failed.duration: max<=1x, compared_to: { without: never } }\n"));
  EXPECT_TRUE(summary.oracles[0].is_vacuous());
  EXPECT_EQ(summary.oracles[0].told(), "never looked at: without never there was no value");
}

TEST_F(ComparedRuns, ChangeNothingInTheRunThatCompares) {
  const std::string first = "  - metric: { device.boot: count>=1 }\n";
  const std::uint64_t alone = *run(scenario_with(first)).fingerprint;
  const std::string compared = "  - metric: { device.boot: count<=1x, compared_to: { without: slow } }\n";
  EXPECT_EQ(*run(scenario_with(first + compared)).fingerprint, alone);
}

TEST_F(ComparedRuns, AreLeftOutWithTheFaultThatTheyLeaveOut) {
  Scenario scenario = scenario_with("  - metric: { device.boot: count<=1x, compared_to: { without: slow } }\n");
  ASSERT_TRUE(leave_out(scenario, {"slow"}));
  EXPECT_TRUE(scenario.expectations.empty());
  EXPECT_EQ(scenario.left_out, std::vector<std::string>{"device.boot count<=1x of the run without slow"});
}

TEST_F(ComparedRuns, AreOfTheVirtualWorld) {
  const Scenario scenario = scenario_with("  - metric: { device.boot: count<=1x, compared_to: { without: slow } }\n");
  EXPECT_TRUE(cannot_exist_in(scenario, WorldKind::kVirtual).empty());
  for (const WorldKind world : {WorldKind::kReal, WorldKind::kProcesses}) {
    EXPECT_EQ(cannot_exist_in(scenario, world),
              std::vector<std::string>{"s.yaml:10:5: compared_to: in real time two runs differ by more than their "
                                       "faults, so it exists only with --world virtual"});
  }
}

TEST_F(ComparedRuns, ThatAreInterruptedInterruptTheRun) {
  StopSource source;
  source.request_stop();
  RunOptions options;
  options.directory = folder_.path();
  options.stop = source.token();
  const Scenario scenario = scenario_with("  - metric: { device.boot: count<=1x, compared_to: { without: slow } }\n");
  EXPECT_EQ(run_plan(make_plan(scenario), options).result, RunResult::kInterrupted);
}

}  // namespace
}  // namespace dialtone

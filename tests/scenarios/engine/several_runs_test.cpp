// Several runs in one process, one after the other, nested, and in parallel, are independent.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/engine/run.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "values/stop_token.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kDevices = 500;

class SeveralRuns : public testing::Test {
 protected:
  RunOptions options(const std::string& name) const {
    RunOptions options;
    options.directory = folder_.path() / name;
    std::filesystem::create_directory(options.directory);
    return options;
  }
  RunSummary run(const std::string& name) const { return run_plan(plan_, options(name)); }

  const TemporaryFolder folder_;
  const Plan plan_ = make_plan(homes(kDevices));
};

TEST_F(SeveralRuns, AStopEndsTheRunThatHasItsTokenAndNotTheNext) {
  StopSource source;
  RunOptions stopped = options("stopped");
  stopped.stop = source.token();
  stopped.progress = [&](const RunProgress&) { source.request_stop(); };
  const RunSummary first = run_plan(plan_, stopped);
  EXPECT_EQ(first.result, RunResult::kInterrupted);
  EXPECT_LT(first.ever.registered, kDevices);
  EXPECT_EQ(run("next").result, RunResult::kPassed);
}

TEST_F(SeveralRuns, OneWithinAnotherChangesNothingInEither) {
  const RunSummary alone = run("alone");
  std::vector<RunSummary> inner;
  std::vector<bool> speakers;
  RunOptions outer_options = options("outer");
  outer_options.at_abort = [&](const std::function<void()>& say) { speakers.push_back(say != nullptr); };
  outer_options.progress = [&](const RunProgress&) {
    if (inner.empty()) inner.push_back(run("inner"));
  };
  const RunSummary outer = run_plan(plan_, outer_options);
  ASSERT_EQ(inner.size(), 1U);
  EXPECT_EQ(outer.result, RunResult::kPassed);
  EXPECT_EQ(outer.fingerprint, alone.fingerprint);
  EXPECT_EQ(inner.front().fingerprint, alone.fingerprint);
  EXPECT_EQ(speakers, (std::vector<bool>{true, false})) << "the inner run's last words are its own";
}

TEST_F(SeveralRuns, OfTwoAtOnceAStopEndsOne) {
  const RunSummary alone = run("alone");
  StopSource source;
  RunSummary stopped;
  RunSummary other;
  RunOptions stopped_options = options("stopped");
  stopped_options.stop = source.token();
  stopped_options.progress = [&](const RunProgress&) { source.request_stop(); };
  const RunOptions other_options = options("other");
  std::thread one([&] { stopped = run_plan(plan_, stopped_options); });
  std::thread two([&] { other = run_plan(plan_, other_options); });
  one.join();
  two.join();
  EXPECT_EQ(stopped.result, RunResult::kInterrupted);
  EXPECT_EQ(other.result, RunResult::kPassed);
  EXPECT_EQ(other.fingerprint, alone.fingerprint);
}

// Each run takes about a second, during which the other goes on.
TEST_F(SeveralRuns, InRealTimeTwoGoOnAtOnce) {
  const Plan plan = make_plan(homes(3));
  std::vector<RunSummary> summaries(2);
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < summaries.size(); ++number) {
    RunOptions real = options("real-" + std::to_string(number));
    real.world = WorldKind::kReal;
    threads.emplace_back([&plan, real, &summary = summaries[number]] { summary = run_plan(plan, real); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const RunSummary& summary : summaries) {
    EXPECT_EQ(summary.ever.registered, 3U) << testing::PrintToString(summary.reasons);
  }
}

}  // namespace
}  // namespace dialtone

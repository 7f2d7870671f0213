#include "scenarios/report/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace dialtone {
namespace {

class Verify : public testing::Test {
 protected:
  Verify() {
    std::string name = testing::TempDir() + "dialtone-verify-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~Verify() override { std::filesystem::remove_all(folder_); }

  RunSummary run_with(const std::string& name, const std::string& events, std::uint64_t fingerprint = 1) {
    RunSummary summary;
    summary.directory = (folder_ / name).string();
    summary.fingerprint = fingerprint;
    std::filesystem::create_directory(summary.directory);
    std::ofstream(std::filesystem::path(summary.directory) / "events.jsonl") << events;
    return summary;
  }

  std::filesystem::path folder_;
};

TEST_F(Verify, TwoRunsAlikeAreRepeatable) {
  const OracleResult result = compare_runs(run_with("a", "one\ntwo\n"), run_with("b", "one\ntwo\n"));
  EXPECT_EQ(result.name, "repeatable");
  EXPECT_TRUE(result.passed());
}

// 10 A5
TEST_F(Verify, ARunThatWasInterruptedSaysNothingOfTheOther) {
  RunSummary interrupted = run_with("b", "one\n");
  interrupted.result = RunResult::kInterrupted;
  const OracleResult result = compare_runs(run_with("a", "one\ntwo\n"), interrupted);
  EXPECT_EQ(result.verdict, OracleVerdict::kUndecided);
  EXPECT_EQ(result.measured, "nothing to compare: a run was interrupted");
}

TEST_F(Verify, TheFirstEventThatDiffersIsNamed) {
  const OracleResult result = compare_runs(run_with("a", "one\ntwo\nthree\n"), run_with("b", "one\n2\n3\n"));
  EXPECT_FALSE(result.passed());
  EXPECT_EQ(result.measured, "event 2 differs");
  EXPECT_THAT(result.details, testing::ElementsAre("first:  two", "second: 2"));
}

TEST_F(Verify, ARunThatEndsEarlierDiffers) {
  const OracleResult result = compare_runs(run_with("a", "one\n"), run_with("b", "one\ntwo\n"));
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(result.details, testing::ElementsAre("first:  no more events", "second: two"));
}

TEST_F(Verify, FingerprintsThatDifferBehindTheSameEventsAreSeen) {
  const OracleResult result = compare_runs(run_with("a", "one\n", 1), run_with("b", "one\n", 2));
  EXPECT_FALSE(result.passed());
  EXPECT_THAT(result.measured, testing::HasSubstr("the fingerprints differ"));
}

}  // namespace
}  // namespace dialtone

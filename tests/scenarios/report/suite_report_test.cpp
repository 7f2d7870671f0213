// The results of many runs: JUnit's file, and the figures of runs with many seeds.
#include "scenarios/report/suite_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <sstream>

#include "scenarios/report/repeat_report.h"
#include "scenarios/report/run_directory.h"
#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class SuiteReport : public testing::Test {
 protected:
  SuiteReport() {
    std::string name = testing::TempDir() + "dialtone-suite-report-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~SuiteReport() override { fs::remove_all(folder_); }

  SuiteCaseResult ended_with(RunResult result, const std::string& output = "") const {
    SuiteCaseResult ended;
    ended.suite_case.name = "x[seed=7]";
    ended.suite_case.seed = 7;
    ended.suite_case.repeats = "x";
    ended.result = result;
    ended.directory = folder_;
    if (!output.empty()) ended.output = {output};
    return ended;
  }
  static std::string junit_of(const SuiteCaseResult& result) {
    SuiteJunit junit;
    junit.add(result);
    return junit.xml({result.suite_case}, {});
  }
  static std::string printed(const RepeatReport& report) {
    std::ostringstream out;
    report.print(out, false);
    return out.str();
  }

  fs::path folder_;
};

// 10 D20: the disk is full, or the process crashes, while the run's reports are written.
TEST_F(SuiteReport, ARunThatIsInvalidIsAnErrorAlsoWhereItsOwnFileSaysThatItPassed) {
  ASSERT_TRUE(write_reports(folder_, passed_summary()));
  EXPECT_THAT(junit_of(ended_with(RunResult::kPassed)), HasSubstr("failures=\"0\" errors=\"0\""));
  const std::string junit = junit_of(ended_with(RunResult::kInvalid, "durations.csv: cannot be written"));
  EXPECT_THAT(junit, HasSubstr("failures=\"0\" errors=\"1\""));
  EXPECT_THAT(junit, HasSubstr("<error message=\"invalid\""));
  EXPECT_THAT(junit, HasSubstr("durations.csv: cannot be written"));
}

// 10 D20
TEST_F(SuiteReport, ARunThatTellsItsFailureKeepsItsOwnWords) {
  ASSERT_TRUE(write_reports(folder_, failed_summary()));
  EXPECT_THAT(junit_of(ended_with(RunResult::kFailed, "elsewhere")), HasSubstr("<failure message=\"count = 50\""));
  EXPECT_THAT(junit_of(ended_with(RunResult::kFailed, "elsewhere")), Not(HasSubstr("elsewhere")));
}

// 10 D20
TEST_F(SuiteReport, ACaseThatEndedIsNotSkipped) {
  SuiteJunit junit;
  junit.add(ended_with(RunResult::kInvalid, "gone"));
  junit.add_not_begun(ended_with(RunResult::kInvalid).suite_case);
  EXPECT_THAT(junit.xml({ended_with(RunResult::kInvalid).suite_case}, {}), HasSubstr("errors=\"1\" skipped=\"0\""));
}

// 10 A7
TEST_F(SuiteReport, OfARunWithoutReasonsOfItsOwnTheReportTellsWhatItSaid) {
  ASSERT_TRUE(write_reports(folder_, passed_summary()));
  RepeatReport report("x", 7, 1);
  report.add(ended_with(RunResult::kInvalid, "durations.csv: cannot be written"));
  EXPECT_THAT(printed(report), HasSubstr("  invalid  x[seed=7]\n    durations.csv: cannot be written\n"));
}

TEST_F(SuiteReport, OfARunThatFailsAsAnExpectationIsVacuousTheReportTellsWhichAndWhy) {
  ASSERT_TRUE(write_reports(folder_, vacuous_summary()));
  RepeatReport report("x", 7, 1);
  report.add(ended_with(RunResult::kFailed, "elsewhere"));
  EXPECT_THAT(printed(report), HasSubstr("  failed  x[seed=7]\n    never x during cut: vacuous, cut never began\n"
                                         "    files "));
}

// 10 A7
TEST_F(SuiteReport, ARunThatWasRefusedIsNotCalledInvalid) {
  SuiteCaseResult refused = ended_with(RunResult::kInvalid, "no such file");
  refused.refused = true;
  RepeatReport report("x", 7, 1);
  report.add(refused);
  EXPECT_THAT(printed(report), HasSubstr("  refused  x[seed=7]\n    no such file\n"));
}

// 10 A7
TEST_F(SuiteReport, NeverRoundsUpToAllOrDownToNone) {
  const auto share = [&](std::size_t passed, std::size_t all) {
    RepeatReport report("x", 0, all);
    for (std::size_t number = 0; number < all; ++number) {
      SuiteCaseResult ended = ended_with(number < passed ? RunResult::kPassed : RunResult::kFailed);
      ended.suite_case.seed = number;
      report.add(ended);
    }
    return printed(report);
  };
  EXPECT_THAT(share(19'999, 20'000), HasSubstr("19999 of 20000 runs passed (99.99 %)"));
  EXPECT_THAT(share(1, 20'000), HasSubstr("(0.005 %)"));
  EXPECT_THAT(share(2, 3), HasSubstr("(66.66 %)"));
  EXPECT_THAT(share(24, 25), HasSubstr("(96 %)"));
  EXPECT_THAT(share(3, 3), HasSubstr("(100 %)"));
  EXPECT_THAT(share(0, 3), HasSubstr("(0 %)"));
}

}  // namespace
}  // namespace dialtone

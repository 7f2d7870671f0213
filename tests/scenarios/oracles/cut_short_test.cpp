// The verdict of each kind of oracle for a run that is cut short by Ctrl-C, by a time limit or by the environment.
#include <gtest/gtest.h>

#include "scenarios/engine/run.h"
#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class CutShort : public OracleStory {
 protected:
  // Returns the first oracle's result for a run that is to last five minutes but is cut short at `end`.
  OracleResult cut_at(Duration end) {
    look(end);
    EXPECT_TRUE(record_->is_cut_short(Moment(end)));
    return record_->judge(Moment(end), true).front();
  }
  void expect_cut(Duration end, OracleVerdict verdict, const std::string& measured) {
    const OracleResult result = cut_at(end);
    EXPECT_EQ(result.verdict, verdict) << result.name << ": " << to_text(result.verdict);
    EXPECT_EQ(result.measured, measured);
  }
  void reject(Duration at) { see(at, "homes-0001", "registration.rejected"); }
};

constexpr const char* kTriggeredCut =
    "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 10s } } }\n";

constexpr OracleVerdict kOraclePassed = OracleVerdict::kPassed;
constexpr OracleVerdict kFailed = OracleVerdict::kFailed;
constexpr OracleVerdict kUndecided = OracleVerdict::kUndecided;
constexpr OracleVerdict kVacuous = OracleVerdict::kVacuous;

// 10 A5
TEST_F(CutShort, EventuallyIsUndecidedUntilItIsMetOrItsTimeIsOver) {
  expect("eventually: { all: homes, are: powered-on, within: 1m }");
  power_on(seconds(1), "homes-0001");
  expect_cut(seconds(30), kUndecided, "1 of 3 at 30 s; the run was cut short at 30 s");
  expect_cut(seconds(61), kFailed, "1 of 3 at 1m 1s");
}

// 10 A5
TEST_F(CutShort, EventuallyThatWasMetHolds) {
  expect("eventually: { all: homes, are: powered-on, within: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  expect_cut(seconds(30), kOraclePassed, "all 3 at 1 s");
}

// 10 A5
TEST_F(CutShort, EventuallyOfAnEventIsUndecidedUntilItIsMetOrItsTimeIsOver) {
  expect("eventually: { event: registration.rejected, of: homes, within: 1m }");
  expect_cut(seconds(30), kUndecided, "not by 30 s; the run was cut short at 30 s");
  expect_cut(seconds(61), kFailed, "not by 1m");
}

// 10 A5
TEST_F(CutShort, EventuallyAfterAFaultThatHasNotEndedIsUndecided) {
  expect("eventually: { all: homes, are: registered, after: cut, within: 1m }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 1m } } }\n");
  see(seconds(1), "homes-0001", "fault.started", {{"fault", "cut"}});
  EXPECT_EQ(cut_at(seconds(30)).verdict, kUndecided);
}

// 10 A5
TEST_F(CutShort, EventuallyAfterAFaultWithATriggerIsUndecidedAsTheFaultMayStrikeAgain) {
  expect("eventually: { all: homes, are: powered-on, after: cut, within: 1m }", kTriggeredCut);
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(0), home);
  see(seconds(1), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(11), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_cut(seconds(30), kUndecided, "all 3 at 11 s; the run was cut short at 30 s");
}

// 10 A5
TEST_F(CutShort, EventuallyOfAnEventAfterAFaultWithATriggerStaysMet) {
  expect("eventually: { event: registration.rejected, of: homes, after: cut, within: 1m }", kTriggeredCut);
  see(seconds(1), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(11), "homes-0001", "fault.ended", {{"fault", "cut"}});
  reject(seconds(12));
  expect_cut(seconds(13), kOraclePassed, "at 12 s");
  see(seconds(14), "homes-0002", "fault.started", {{"fault", "cut"}});
  expect_cut(seconds(15), kOraclePassed, "at 12 s");
}

// 10 A5
TEST_F(CutShort, LivenessIsUndecidedWhereAFaultWithATriggerMayStrikeAgain) {
  for (const bool with_trigger : {true, false}) {
    begin(std::string("safety: none\n") + (with_trigger ? kTriggeredCut : ""));
    for (const int home : {1, 2, 3}) {
      const std::string host = "homes-000" + std::to_string(home);
      power_on(seconds(0), host);
      see(seconds(2), host, "registration.accepted", {{"contact", "sip:a"}});
      bind(seconds(2), home);
    }
    EXPECT_EQ(cut_at(seconds(30)).verdict, with_trigger ? kUndecided : kOraclePassed);
  }
}

// 10 A5
TEST_F(CutShort, NeverIsUndecidedUntilItFailsOrItsScopeIsOver) {
  expect("never: { event: registration.rejected, until: 1m }");
  power_on(seconds(0), "homes-0001");
  expect_cut(seconds(30), kUndecided, "never; the run was cut short at 30 s");
  expect_cut(seconds(60), kOraclePassed, "never");
  reject(seconds(10));
  expect_cut(seconds(30), kFailed, "1 time");
}

TEST_F(CutShort, ASequenceWithoutABoundIsUndecidedWhileItsNextEventIsAwaited) {
  expect("sequence: { of: homes, when: { event: device.boot }, next: { event: provision.request }, until: 1m }");
  see(seconds(1), "homes-0001", "device.boot");
  expect_cut(minutes(4), kUndecided, "0 times; the run was cut short at 4m");
  see(minutes(4), "homes-0001", "provision.request");
  expect_cut(minutes(4), kOraclePassed, "1 time");
}

TEST_F(CutShort, WhatHadNothingToLookAtIsUndecidedUntilItsScopeIsOver) {
  expect("never: { event: registration.rejected, until: 1m }");
  expect_cut(seconds(30), kUndecided, "never; the run was cut short at 30 s");
  EXPECT_EQ(cut_at(seconds(60)).verdict, kVacuous);
  expect("always: { all: homes, are: registered, until: 1m, from: { event: registration.accepted } }");
  expect_cut(seconds(30), kUndecided, "always; the run was cut short at 30 s");
  EXPECT_EQ(cut_at(seconds(60)).verdict, kVacuous);
}

// 10 A5
TEST_F(CutShort, AlwaysIsUndecidedUntilItFailsOrItsScopeIsOver) {
  expect("always: { all: homes, are: powered-on, from: 10s, until: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  look(seconds(10));
  expect_cut(seconds(30), kUndecided, "always; the run was cut short at 30 s");
  see(seconds(40), "homes-0002", "device.power_cut");
  expect_cut(seconds(45), kFailed, "not so 1 time");
}

// 10 A5
TEST_F(CutShort, AnAlwaysWhoseScopeIsOverHolds) {
  expect("always: { all: homes, are: powered-on, from: 10s, until: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  look(seconds(10));
  expect_cut(seconds(60), kOraclePassed, "always");
}

// 10 A5
TEST_F(CutShort, ACountThatOnlyRisesIsDecidedWhenItIsPastItsBound) {
  expect("metric: { registration.rejected: count>=2, of: homes }");
  reject(seconds(1));
  expect_cut(seconds(2), kUndecided, "count = 1; the run was cut short at 2 s");
  reject(seconds(3));
  expect_cut(seconds(4), kOraclePassed, "count = 2");
}

// 10 A5
TEST_F(CutShort, ACountThatIsTooHighHasFailed) {
  expect("metric: { registration.rejected: count<2, of: homes }");
  reject(seconds(1));
  expect_cut(seconds(2), kUndecided, "count = 1; the run was cut short at 2 s");
  reject(seconds(3));
  expect_cut(seconds(4), kFailed, "count = 2");
}

// 10 A5
TEST_F(CutShort, AMetricWhoseScopeIsOverIsDecided) {
  expect("metric: { registration.rejected: count==1, of: homes, until: 1m }");
  reject(seconds(1));
  expect_cut(seconds(30), kUndecided, "count = 1; the run was cut short at 30 s");
  expect_cut(seconds(60), kOraclePassed, "count = 1");
}

// 10 A5
TEST_F(CutShort, APercentileIsUndecided) {
  expect("metric: { boot.duration: p(50)<1s, of: homes }");
  power_on(seconds(0), "homes-0001");
  see(seconds(3), "homes-0001", "provision.request");
  expect_cut(seconds(4), kUndecided, "p(50) = 3 s; the run was cut short at 4 s");
}

// 10 A5
TEST_F(CutShort, ASequenceIsUndecidedUntilItFailsOrNothingIsAwaited) {
  expect("sequence: { of: homes, when: { event: device.boot }, next: { event: provision.request }, within: 5s }");
  see(seconds(1), "homes-0001", "device.boot");
  expect_cut(seconds(3), kUndecided, "0 times; the run was cut short at 3 s");
  expect_cut(seconds(7), kFailed, "1 of 1 times not so");
}

// 10 A5
TEST_F(CutShort, ASequenceThatWasNotBegunOftenEnoughIsUndecided) {
  expect(
      "sequence: { of: homes, when: { event: device.boot }, next: { event: provision.request }, within: 5s, "
      "until: 1m }");
  EXPECT_EQ(cut_at(seconds(30)).verdict, kUndecided);
  EXPECT_EQ(cut_at(seconds(60)).verdict, kVacuous) << "its scope is over";
}

// 10 A5
TEST_F(CutShort, ADatabaseIsAskedAtItsMomentOrNotAtAll) {
  expect("database: { table: bindings, of: homes, count: 0, at: 1m }");
  expect_cut(seconds(30), kUndecided, "0 at 30 s; the run was cut short at 30 s");
  look(seconds(60));
  expect_cut(seconds(90), kOraclePassed, "0 at 1m");
}

// 10 A5
TEST_F(CutShort, LivenessIsUndecidedUntilAllAreRegisteredOrItsTimeIsOver) {
  begin("safety: none\nliveness: { within: 1m }\n");
  expect_cut(seconds(30), kUndecided,
             "3 of 4 asked: 3 not at 30 s, within 1m since 0 s; the run was cut short at 30 s");
  EXPECT_EQ(cut_at(seconds(60)).verdict, kFailed);
}

// 10 A5
TEST_F(CutShort, LivenessThatAsksNobodyIsDecided) {
  begin("safety: none\nfaults:\n  ill: { target: provisioning, do: { answer: { status: 503 } } }\n");
  EXPECT_EQ(cut_at(seconds(30)).verdict, kVacuous);
}

// 10 A5
TEST_F(CutShort, SafetyIsUndecidedUntilItIsBroken) {
  begin("liveness: none\n");
  look(seconds(30));
  for (const OracleResult& result : record_->judge(Moment(seconds(30)), true)) {
    EXPECT_EQ(result.verdict, kUndecided) << result.name;
  }
  see(seconds(31), "homes-0001", "settings.stored", {{"serial_number", "DT9"}});
  EXPECT_EQ(cut_at(seconds(32)).verdict, kFailed);
}

// 10 A5
TEST_F(CutShort, AnInterruptedRunFailsNothing) {
  begin("expect:\n  - eventually: { all: homes, are: registered, within: 1m }\n");
  StopSource source;
  source.request_stop();
  RunOptions options;
  options.directory = folder_.path() / "run";
  options.stop = source.token();
  std::filesystem::create_directory(options.directory);
  const RunSummary summary = run_plan(*plan_, options);
  EXPECT_EQ(exit_code(summary.result), 130);
  ASSERT_EQ(summary.oracles.size(), 5U);
  for (const OracleResult& result : summary.oracles) EXPECT_EQ(result.verdict, kUndecided) << result.name;
}

// 10 A5
TEST_F(CutShort, ARunThatPassesItsTimeLimitFailsNothing) {
  begin("expect:\n  - eventually: { all: homes, are: registered, within: 1m }\n");
  RunOptions options;
  options.directory = folder_.path() / "run";
  options.time_limit = std::chrono::nanoseconds(1);
  std::filesystem::create_directory(options.directory);
  const RunSummary summary = run_plan(*plan_, options);
  EXPECT_EQ(exit_code(summary.result), 3);
  for (const OracleResult& result : summary.oracles) EXPECT_EQ(result.verdict, kUndecided) << result.name;
}

}  // namespace
}  // namespace dialtone

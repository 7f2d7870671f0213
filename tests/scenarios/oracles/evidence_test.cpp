#include "scenarios/oracles/evidence.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

TEST_F(OracleStory, AFailureShowsTheEventsThatLedToItAndHowToLookCloser) {
  expect("never: { event: registration.rejected, of: homes }");
  for (int i = 1; i <= 9; ++i) {
    see(seconds(i), "homes-0002", "registration.request", {{"attempt", i}, {"expires", Duration(minutes(1))}});
    see(seconds(i), "homes-0001", "registration.request");
  }
  bind(seconds(10), 2);
  see(seconds(11), "homes-0002", "registration.rejected", {{"status", 403}, {"reason", "Forbidden"}});
  see(seconds(12), "homes-0002", "device.reboot");
  ASSERT_TRUE(record_->log().flush());
  std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  add_evidence(*plan_, folder_.path(), results);
  const std::string file = (folder_.path() / "events.jsonl").string();
  const std::vector<std::string>& details = results.front().details;
  ASSERT_EQ(details.size(), 11U);
  EXPECT_EQ(details[0], "first: homes-0002 registration.rejected at 11 s");
  EXPECT_EQ(details[1], "what led there, homes-0002 up to 11 s:");
  EXPECT_EQ(details[2], "  4 s        homes-0002    registration.request     attempt=4 expires=1m");
  EXPECT_EQ(details[8].substr(0, 40), "  10 s       call-agent    binding.added");
  EXPECT_EQ(details[9], "  11 s       homes-0002    registration.rejected    status=403 reason=Forbidden");
  EXPECT_EQ(details[10], "look closer: grep -e '\"host\":\"homes-0002\"' -e '\"sip:line100002@' " + file);
}

TEST_F(OracleStory, AFailureShowsEachValueAsItsFieldIsDeclared) {
  expect("never: { event: registration.rejected, of: homes }");
  see(seconds(1), "homes-0002", "clock.changed", {{"by", Duration(std::chrono::hours(1))}});
  see(seconds(2), "homes-0002", "clock.changed", {{"drift_ppm", 3'600'000}});
  see(seconds(3), "homes-0002", "registration.challenged", {{"algorithm", "MD5"}, {"stale", true}});
  see(seconds(4), "homes-0002", "registration.rejected", {{"status", 423}, {"min_expires", Duration(minutes(2))}});
  ASSERT_TRUE(record_->log().flush());
  std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  add_evidence(*plan_, folder_.path(), results);
  const std::vector<std::string>& details = results.front().details;
  ASSERT_EQ(details.size(), 7U);
  EXPECT_EQ(details[2], "  1 s        homes-0002    clock.changed            by=1h");
  EXPECT_EQ(details[3], "  2 s        homes-0002    clock.changed            drift_ppm=3600000");
  EXPECT_EQ(details[4], "  3 s        homes-0002    registration.challenged  algorithm=MD5 stale=true");
  EXPECT_EQ(details[5], "  4 s        homes-0002    registration.rejected    status=423 min_expires=2m");
}

TEST_F(OracleStory, AFailureShowsTheFaultsAndServersThatMayHaveCausedIt) {
  expect("never: { event: registration.failed, of: homes }");
  see(seconds(1), "call-agent", "server.started");
  see(seconds(2), "call-agent", "fault.started", {{"fault", "dead"}});
  see(seconds(2), "call-agent", "server.crashed");
  see(seconds(3), "homes-0002", "registration.request");
  see(seconds(3), "homes-0001", "fault.started", {{"fault", "of-another"}});
  see(seconds(4), "call-agent", "server.started");
  see(seconds(5), "homes-0002", "registration.failed", {{"reason", "no answer"}});
  see(seconds(6), "call-agent", "fault.ended", {{"fault", "dead"}});
  ASSERT_TRUE(record_->log().flush());
  std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  add_evidence(*plan_, folder_.path(), results);
  const std::vector<std::string>& details = results.front().details;
  ASSERT_EQ(details.size(), 8U);
  EXPECT_EQ(details[2], "  2 s        call-agent    fault.started            fault=dead");
  EXPECT_EQ(details[3], "  2 s        call-agent    server.crashed");
  EXPECT_EQ(details[4], "  3 s        homes-0002    registration.request");
  EXPECT_EQ(details[5], "  4 s        call-agent    server.started");
  EXPECT_EQ(details[6], "  5 s        homes-0002    registration.failed      reason=no answer");
  EXPECT_NE(details[7].find("-e '\"event\":\"fault'"), std::string::npos);
}

// 10 D21
TEST_F(OracleStory, AFailureLooksCloserAtADeviceThatTookPart) {
  for (const std::string expectation :
       {"eventually: { all: homes, are: bound, within: 1m }", "always: { all: homes, are: bound, from: 1m }",
        "eventually: { event: registration.accepted, of_each: homes, within: 1m }",
        "metric: { registration.accepted: count>=3, of: homes }",
        "database: { table: bindings, of: homes, count: 3, at: 1m }",
        "database: { table: bindings, of: homes, each: 1, at: 1m }"}) {
    expect(expectation);
    power_on(seconds(1), "homes-0002");
    look(minutes(1));
    power_on(minutes(2), "homes-0001");
    const OracleResult result = judge();
    ASSERT_FALSE(result.passed()) << expectation;
    ASSERT_EQ(result.witnesses.size(), 1U) << expectation;
    EXPECT_EQ(result.witnesses.front().host,
              result.witnesses.front().until < Moment(minutes(2)) ? "homes-0002" : "homes-0001")
        << expectation;
  }
}

// 10 D21
TEST_F(OracleStory, NobodyIsLookedAtWhereNobodyTookPart) {
  expect("eventually: { all: homes, are: bound, within: 1m }");
  look(minutes(1));
  EXPECT_TRUE(judge().witnesses.empty());
}

TEST_F(OracleStory, WhatPassedNeedsNoEvidence) {
  expect("never: { event: registration.rejected, of: homes }");
  std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  add_evidence(*plan_, folder_.path(), results);
  EXPECT_TRUE(results.front().details.empty());
}

}  // namespace
}  // namespace dialtone

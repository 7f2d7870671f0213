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
  EXPECT_EQ(details[0], "first: homes-0002 registration.rejected at 11s");
  EXPECT_EQ(details[1], "what led there, homes-0002 up to 11s:");
  EXPECT_EQ(details[2], "  4s         homes-0002    registration.request     attempt=4 expires=1m");
  EXPECT_EQ(details[8].substr(0, 40), "  10s        call-agent    binding.added");
  EXPECT_EQ(details[9], "  11s        homes-0002    registration.rejected    status=403 reason=Forbidden");
  EXPECT_EQ(details[10], "look closer: grep -e '\"host\":\"homes-0002\"' -e '\"sip:line100002@' " + file);
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
  EXPECT_EQ(details[2], "  2s         call-agent    fault.started            fault=dead");
  EXPECT_EQ(details[3], "  2s         call-agent    server.crashed");
  EXPECT_EQ(details[4], "  3s         homes-0002    registration.request");
  EXPECT_EQ(details[5], "  4s         call-agent    server.started");
  EXPECT_EQ(details[6], "  5s         homes-0002    registration.failed      reason=no answer");
  EXPECT_NE(details[7].find("-e '\"event\":\"fault'"), std::string::npos);
}

TEST_F(OracleStory, WhatPassedNeedsNoEvidence) {
  expect("never: { event: registration.rejected, of: homes }");
  std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  add_evidence(*plan_, folder_.path(), results);
  EXPECT_TRUE(results.front().details.empty());
}

}  // namespace
}  // namespace dialtone

#include "scenarios/oracles/metrics/metric_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using MetricStory = OracleStory;

TEST_F(MetricStory, CountsTheEventsOfAGroupInAScope) {
  expect("metric: { registration.request: count==2, of: homes, from: 10s, until: 20s }");
  for (const int at : {9, 10, 19, 20}) see(seconds(at), "homes-0001", "registration.request");
  see(seconds(15), "strangers-0001", "registration.request");
  expect_passed("count = 2");
  see(seconds(16), "homes-0002", "registration.request");
  expect_failed("count = 3", {"wanted count==2", "the first: homes-0001 at 10 s"});
}

TEST_F(MetricStory, NamesWhoHasTooFewEvents) {
  expect("metric: { registration.request: count>=9, of: homes }");
  power_on(seconds(1), "homes-0001");
  for (const int at : {1, 2}) see(seconds(at), "homes-0002", "registration.request");
  expect_failed("count = 2", {"wanted count>=9", "without: homes-0001, homes-0003"});
  EXPECT_EQ(judge().witnesses.front().host, "homes-0001");
  see(seconds(3), "homes-0001", "registration.request");
  for (const int at : {4, 5}) see(seconds(at), "homes-0003", "registration.request");
  expect_failed("count = 5", {"wanted count>=9", "the fewest, 1: homes-0001"});
}

TEST_F(MetricStory, NamesWhoHasNoValue) {
  expect("metric: { retry.scheduled.delay: \"p(95)<5s\", of: homes }");
  see(seconds(1), "homes-0001", "device.power_on");
  expect_failed("no value", {"wanted p(95)<5s", "without: homes-0001, homes-0002, homes-0003"});
}

TEST_F(MetricStory, NamesNobodyForWhatServersDo) {
  expect("metric: { server.started: count>=2 }");
  see(seconds(1), "call-agent", "server.started");
  expect_failed("count = 1", {"wanted count>=2"});
}

TEST_F(MetricStory, ShowsTheDecimalsOfAnAverageOfWholeNumbers) {
  expect("metric: { registration.rejected.status: avg<2, of: homes }");
  for (const int status : {2, 3, 3}) see(seconds(status), "homes-0001", "registration.rejected", {{"status", status}});
  EXPECT_EQ(judge().measured, "avg = 2.666");
}

TEST_F(MetricStory, CountsARequestThatBothSidesTellOnce) {
  expect("metric: { provision.accepted: count==1 }");
  see(seconds(1), "provisioning", "provision.accepted");
  see(seconds(1), "homes-0001", "provision.accepted");
  expect_passed("count = 1");
}

TEST_F(MetricStory, KnowsTheMostInAnyOneSecond) {
  expect("metric: { registration.request: peak<=2/s }");
  see(seconds(1), "homes-0001", "registration.request");
  see(seconds(1) + Duration(999'999'999), "homes-0002", "registration.request");
  see(seconds(2), "homes-0003", "registration.request");
  expect_passed("peak = 2/s");
  see(seconds(2) + Duration(1), "homes-0003", "registration.request");
  expect_failed("peak = 3/s", {"wanted peak<=2/s", "the most in the second before 2 s"});
}

TEST_F(MetricStory, KnowsTheMostInAnyWindow) {
  expect("metric: { registration.request: peak(10s)<=0.2/s }");
  see(seconds(1), "homes-0001", "registration.request");
  see(seconds(10), "homes-0002", "registration.request");
  see(seconds(11), "homes-0003", "registration.request");
  expect_passed("peak(10s) = 0.2/s");
  see(seconds(20) - Duration(1), "homes-0003", "registration.request");
  expect_failed("peak(10s) = 0.3/s", {"wanted peak(10s)<=0.2/s", "the most in the 10 s before 20 s"});
}

TEST_F(MetricStory, KnowsTheRateOverItsScope) {
  expect("metric: { registration.request: rate<=0.1/s, from: 10s, until: 30s }");
  see(seconds(10), "homes-0001", "registration.request");
  see(seconds(20), "homes-0001", "registration.request");
  expect_passed("rate = 0.1/s");
  see(seconds(21), "homes-0001", "registration.request");
  EXPECT_FALSE(judge().passed());
  EXPECT_EQ(judge().measured, "rate = 0.15/s");
}

TEST_F(MetricStory, TakesTheFieldsOfEvents) {
  expect("metric: { retry.scheduled.delay: min>=5s, of: homes }");
  EXPECT_EQ(judge().measured, "no value");
  see(seconds(1), "homes-0001", "retry.scheduled", {{"delay", Duration(seconds(5))}});
  expect_passed("min = 5 s");
  see(seconds(2), "homes-0002", "retry.scheduled", {{"delay", Duration(seconds(4))}});
  expect_failed("min = 4 s", {"wanted min>=5s", "the least: 4 s, homes-0002 at 2 s"});
}

TEST_F(MetricStory, TakesTheTimeBetweenTheEventsOfEachDevice) {
  expect("metric: { registration.request.interval: min>=4s, of: homes }");
  see(seconds(1), "homes-0001", "registration.request");
  see(seconds(2), "homes-0002", "registration.request");
  see(seconds(5), "homes-0001", "registration.request");
  expect_passed("min = 4 s");
  see(seconds(5), "homes-0002", "registration.request");
  expect_failed("min = 3 s", {"wanted min>=4s", "the least: 3 s, homes-0002 at 5 s"});
}

TEST_F(MetricStory, TakesTheShareThatFailed) {
  expect("metric: { registration.failures: rate<=50%, of: homes }");
  EXPECT_EQ(judge().measured, "no value");
  see(seconds(1), "homes-0001", "registration.challenged");
  see(seconds(2), "homes-0001", "registration.accepted");
  see(seconds(3), "homes-0002", "registration.failed");
  expect_passed("rate = 0.5 (1 of 2)");
  see(seconds(4), "homes-0003", "registration.rejected");
  expect_failed("rate = 0.666666 (2 of 3)", {"wanted rate<=50%", "the last that failed: homes-0003 at 4 s"});
}

TEST_F(MetricStory, SettingsFoundDamagedAreNoAttemptThatFailed) {
  expect("metric: { provision.failures: count==1 }");
  see(seconds(1), "homes-0001", "settings.rejected", {{"reason", "damaged"}});
  see(seconds(2), "homes-0001", "settings.rejected", {{"duration", Duration(seconds(1))}});
  expect_passed("count = 1 (1 of 1)");
}

TEST_F(MetricStory, TakesStagesInAScope) {
  expect("metric: { boot.duration: max<5s, until: 1m }");
  power_on(seconds(1), "homes-0001");
  see(seconds(3), "homes-0001", "provision.request");
  power_on(seconds(50), "homes-0002");
  see(seconds(60), "homes-0002", "provision.request");
  expect_passed("max = 2 s");
}

}  // namespace
}  // namespace dialtone

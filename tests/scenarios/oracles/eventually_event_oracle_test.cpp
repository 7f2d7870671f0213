#include "scenarios/oracles/eventually_event_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using EventuallyEventStory = OracleStory;

TEST_F(EventuallyEventStory, HoldsWithTheFirstThatMatches) {
  expect("eventually: { event: provision.refused, of: homes, where: { status: 503 }, within: 1m }");
  see(seconds(1), "homes-0001", "provision.refused", {{"status", 403}});
  see(seconds(2), "strangers-0001", "provision.refused", {{"status", 503}});
  see(seconds(3), "homes-0002", "provision.refused", {{"status", 503}});
  expect_passed("at 3 s");
}

TEST_F(EventuallyEventStory, FailsWhenNoneComesInTime) {
  expect("eventually: { event: provision.refused, of: homes, within: 1m }");
  EXPECT_EQ(record_->look_moments(), std::vector<Moment>{Moment(minutes(1))});
  look(minutes(1));
  see(minutes(2), "homes-0001", "provision.refused");
  expect_failed("not by 1m", {});
}

TEST_F(EventuallyEventStory, CountsFromTheEndOfAFault) {
  expect("eventually: { event: registration.accepted, of: homes, within: 30s, after: blackout }", kBlackout);
  see(seconds(30), "homes-0001", "registration.accepted");
  EXPECT_FALSE(judge().passed());
  see(minutes(2) + seconds(30), "homes-0001", "registration.accepted");
  expect_passed("at 2m 30s");
}

TEST_F(EventuallyEventStory, OfEachOfAShareNeedsOneOfSoManyDevices) {
  expect("eventually: { event: device.resync, of_each: homes, at_least: 50%, within: 1m }");
  for (const char* host : {"homes-0001", "homes-0001"}) see(seconds(1), host, "device.resync");
  expect_failed("1 of 2 by 1m", {"without: homes-0002, homes-0003"});
  see(seconds(9), "homes-0002", "device.resync");
  expect_passed("2 by 9 s");
}

TEST_F(EventuallyEventStory, OfEachNeedsOneOfEveryDevice) {
  expect("eventually: { event: device.resync, of_each: homes, within: 1m }");
  for (const char* host : {"homes-0001", "homes-0001", "homes-0003"}) see(seconds(1), host, "device.resync");
  expect_failed("2 of 3 by 1m", {"without: homes-0002"});
  see(seconds(9), "homes-0002", "device.resync");
  expect_passed("all 3 by 9 s");
}

TEST_F(EventuallyEventStory, ServersHaveEventsOfTheirOwn) {
  expect("eventually: { event: register.rejected, of: call_agent, within: 1m }");
  see(seconds(1), "homes-0001", "register.rejected");
  EXPECT_FALSE(judge().passed());
  see(seconds(2), "call-agent", "register.rejected");
  expect_passed("at 2 s");
}

}  // namespace
}  // namespace dialtone

#include "scenarios/oracles/state_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using StateStory = OracleStory;

TEST_F(StateStory, AlwaysHoldsWhileAllAreSo) {
  expect("always: { all: homes, are: bound, from: 1m }");
  for (int home = 1; home <= 3; ++home) bind(seconds(home), home);
  look(minutes(1));
  expect_passed("always");
}

TEST_F(StateStory, AlwaysFailsWhenOneIsNoLongerSo) {
  expect("always: { all: homes, are: bound, from: 1m }");
  for (int home = 1; home <= 3; ++home) bind(seconds(home), home);
  look(minutes(1));
  see(minutes(2), "call-agent", "binding.expired", {{"aor", "sip:line100002@voip.example.net"}, {"contact", "sip:a"}});
  expect_failed("not so 1 time", {"first: homes-0002 not bound at 2m"});
  EXPECT_EQ(judge().witnesses.front().host, "homes-0002");
}

TEST_F(StateStory, AlwaysFailsWhenOneIsNotSoAtTheBegin) {
  expect("always: { all: homes, are: bound, from: 1m }");
  bind(seconds(1), 1);
  look(minutes(1));
  expect_failed("not so 2 times", {"first: homes-0002 not bound at 1m"});
}

TEST_F(StateStory, AlwaysOfSoManyFailsWhenOneTooManyIsNoLongerSo) {
  const auto expire = [this](int at, int home) {
    const std::string aor = "sip:line10000" + std::to_string(home) + "@voip.example.net";
    see(seconds(at), "call-agent", "binding.expired", {{"aor", std::string_view(aor)}, {"contact", "sip:a"}});
  };
  expect("always: { at_least: 66%, of: homes, are: bound, from: 1m }");
  for (int home = 1; home <= 3; ++home) bind(seconds(home), home);
  look(minutes(1));
  expire(90, 2);
  expect_passed("always");
  expire(91, 1);
  expect_failed("not so 1 time", {"first: homes-0001 not bound at 1m 31s, when 1 of 3 were"});
}

TEST_F(StateStory, AlwaysOfAtMostSoManyFailsWhenOneMoreIsSo) {
  expect("always: { at_most: 1, of: homes, are: bound }");
  bind(seconds(1), 1);
  expect_passed("always");
  bind(seconds(2), 2);
  expect_failed("not so 1 time", {"first: homes-0002 bound at 2 s, when 2 of 3 were"});
}

TEST_F(StateStory, AlwaysOfEachFromItsOwnEventOn) {
  expect("always: { all: homes, are: bound, from: { event: registration.accepted } }");
  bind(seconds(1), 1);
  see(seconds(2), "homes-0001", "registration.accepted", {{"contact", "sip:a"}});
  expect_passed("always");
  see(seconds(3), "call-agent", "server.crashed");
  expect_failed("not so 1 time", {"first: homes-0001 not bound at 3 s"});
}

TEST_F(StateStory, NeverSeesWhoIsSoWhenTheScopeBeginsOfEachToo) {
  expect("never: { any: homes, are: bound, from: 10s, until: { event: device.power_off } }");
  bind(seconds(1), 1);
  bind(seconds(2), 2);
  see(seconds(3), "homes-0002", "device.power_off");
  look(seconds(10));
  expect_failed("1 time", {"first: homes-0001 bound at 10 s"});
}

TEST_F(StateStory, NeverSeesWhoIsSoWhenTheEndOfAServersFaultOpensTheScopeOfEach) {
  expect(
      "never: { any: homes, are: bound, after: deaf, until: { event: device.power_off } }",
      "faults:\n  deaf: { target: call_agent, when: { event: provision.failed }, for: 1m, do: { drop: requests } }\n");
  bind(seconds(1), 1);
  see(seconds(5), "call-agent", "fault.started", {{"fault", "deaf"}});
  expect_vacuous("deaf never ended");
  see(seconds(6), "call-agent", "fault.ended", {{"fault", "deaf"}});
  see(seconds(7), "homes-0002", "device.power_off");
  bind(seconds(8), 2);
  expect_failed("1 time", {"first: homes-0001 bound at 6 s"});
}

TEST_F(StateStory, NeverCountsEachThatBecomesSo) {
  expect("never: { any: homes, are: retrying }");
  see(seconds(1), "homes-0001", "device.state", {{"from", "booting"}, {"to", "provisioning"}});
  expect_passed("never");
  see(seconds(2), "homes-0002", "device.state", {{"from", "provisioning"}, {"to", "retrying"}});
  see(seconds(3), "homes-0002", "device.state", {{"from", "retrying"}, {"to", "provisioning"}});
  see(seconds(4), "homes-0002", "device.state", {{"from", "provisioning"}, {"to", "retrying"}});
  expect_failed("2 times", {"first: homes-0002 retrying at 2 s"});
}

TEST_F(StateStory, NeverLooksOnlyInItsScope) {
  expect("never: { any: homes, are: bound, until: 10s }");
  power_on(seconds(1), "homes-0001");
  bind(seconds(10), 1);
  expect_passed("never");
  expect("never: { any: homes, are: bound, from: 10s }");
  bind(seconds(1), 1);
  look(seconds(10));
  expect_failed("1 time", {"first: homes-0001 bound at 10 s"});
}

TEST_F(StateStory, ALossOfPowerEndsWhatADeviceDoes) {
  expect("eventually: { any: homes, are: registering, within: 1m, from: 5s }");
  see(seconds(1), "homes-0001", "device.state", {{"to", "registering"}});
  see(seconds(2), "homes-0001", "device.power_cut");
  look(seconds(5));
  look(seconds(65));
  expect_failed("0 of 3 at 1m 5s", {"not registering: homes-0001, homes-0002, homes-0003"});
}

TEST_F(StateStory, EventuallyAnyHoldsWithTheFirst) {
  expect("eventually: { any: homes, are: bound, within: 1m }");
  bind(seconds(2), 3);
  expect_passed("1 of 3 at 2 s");
}

}  // namespace
}  // namespace dialtone

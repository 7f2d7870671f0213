#include "scenarios/oracles/sequence_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

constexpr const char* kLonger =
    "sequence: { of: homes, when: { event: registration.rejected, where: { status: 423 } }, "
    "next: { event: registration.request, where: { expires: \">=when.min_expires\" } } }";
constexpr const char* kPatient =
    "sequence: { of: homes, when: { event: provision.refused, where: { status: 503 } }, "
    "next: { event: provision.request }, no_sooner_than: when.retry_after, within: 1m }";

class SequenceStory : public OracleStory {
 protected:
  void reject(Duration at, std::string_view host, int status = 423) {
    see(at, host, "registration.rejected", {{"status", status}, {"min_expires", Duration(minutes(1))}});
  }
  void ask(Duration at, std::string_view host, Duration expires) {
    see(at, host, "registration.request", {{"expires", expires}});
  }
  void refuse(Duration at, std::string_view host) {
    see(at, host, "provision.refused", {{"status", 503}, {"retry_after", Duration(seconds(20))}});
  }
};

TEST_F(SequenceStory, HoldsWhereTheNextOneIsAsItMust) {
  expect(kLonger);
  EXPECT_FALSE(record_->decided());
  reject(seconds(1), "homes-0001");
  ask(seconds(2), "homes-0002", seconds(30));
  ask(seconds(2), "homes-0001", minutes(1));
  ask(seconds(3), "homes-0001", seconds(30));
  reject(seconds(4), "homes-0002", 403);
  ask(seconds(5), "homes-0002", seconds(30));
  expect_passed("1 time");
}

TEST_F(SequenceStory, FailsWhereItWasSeenLessOftenThanItMust) {
  expect(
      "sequence: { of: homes, at_least: 2, when: { event: registration.rejected, where: { status: 423 } }, "
      "next: { event: registration.request }, within: 1m }");
  reject(seconds(1), "homes-0001");
  ask(seconds(2), "homes-0001", minutes(1));
  EXPECT_TRUE(judge().failed()) << judge().measured;
  reject(seconds(3), "homes-0002");
  ask(seconds(4), "homes-0002", minutes(1));
  EXPECT_TRUE(judge().passed()) << judge().measured;
}

TEST_F(SequenceStory, FailsWhereItIsNot) {
  expect(kLonger);
  reject(seconds(1), "homes-0001");
  reject(seconds(1), "homes-0002");
  ask(seconds(2), "homes-0001", seconds(30));
  ask(seconds(2), "homes-0002", minutes(2));
  expect_failed("1 of 2 times not so", {"homes-0001: registration.rejected at 1 s, then registration.request at 2 s: "
                                        "expires is 30 s, not >=when.min_expires (1m)"});
  EXPECT_EQ(judge().witnesses.front().until, Moment(seconds(2)));
}

TEST_F(SequenceStory, FailsInARunThatSaysNothingAboutIt) {
  expect(kLonger);
  expect_failed("0 times",
                {"registration.rejected where status==423 must happen at least 1 time, or this run says nothing "
                 "about it"});
}

TEST_F(SequenceStory, FailsWhereTheNextOneComesTooSoon) {
  expect(kPatient);
  refuse(seconds(1), "homes-0001");
  see(seconds(21), "homes-0001", "provision.request");
  expect_passed("1 time");
  refuse(seconds(30), "homes-0002");
  see(seconds(49), "homes-0002", "provision.request");
  expect_failed(
      "1 of 2 times not so",
      {"homes-0002: provision.refused at 30 s, then provision.request at 49 s: after 19 s, sooner than 20 s"});
}

TEST_F(SequenceStory, FailsWhereTheNextOneIsLateOrNeverComes) {
  expect(kPatient);
  refuse(seconds(1), "homes-0001");
  see(seconds(62), "homes-0001", "provision.request");
  refuse(seconds(2), "homes-0002");
  refuse(minutes(5) - seconds(1), "homes-0003");
  expect_failed("2 of 2 times not so", {"homes-0001: provision.refused at 1 s, no provision.request within 1m",
                                        "homes-0002: provision.refused at 2 s, no provision.request within 1m"});
}

TEST_F(SequenceStory, TheNextEventOfAnotherGroupIsNobodyElses) {
  expect(
      "sequence: { of: homes, when: { event: provision.refused }, "
      "next: { event: provision.request, of: strangers }, within: 1m }");
  refuse(seconds(1), "homes-0001");
  see(seconds(2), "homes-0001", "provision.request");
  see(seconds(2), "homes-0002", "provision.request");
  EXPECT_TRUE(judge().failed()) << judge().measured;
}

TEST_F(SequenceStory, SaysNothingOfDevicesThatHaveTimeLeftAtTheEnd) {
  expect(kPatient);
  refuse(minutes(5) - seconds(1), "homes-0001");
  EXPECT_EQ(judge().verdict, OracleVerdict::kVacuous);
  EXPECT_EQ(judge().measured, "0 times");
}

TEST_F(SequenceStory, WithoutABoundTheNextOneMustComeBeforeTheScenariosEnd) {
  expect(kLonger);
  reject(seconds(1), "homes-0001");
  reject(minutes(4), "homes-0002");
  reject(minutes(4), "homes-0003");
  ask(minutes(4) + seconds(59), "homes-0001", minutes(2));
  ask(minutes(5), "homes-0002", minutes(2));
  expect_failed("1 of 3 times not so", {"homes-0003: registration.rejected at 4m, no registration.request before the "
                                        "scenario's end at 5m"});
  ASSERT_FALSE(judge().witnesses.empty());
  EXPECT_EQ(judge().witnesses.front().until, Moment(minutes(5)));
}

TEST_F(SequenceStory, WithoutABoundTheRunGoesOnUntilTheNextOneHasCome) {
  begin("safety: none\nliveness: none\nexpect:\n  - " + std::string(kLonger) +
        "\n  - eventually: { all: homes, are: powered-on, within: 1m }\n");
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003", "strangers-0001"}) power_on(seconds(1), host);
  reject(seconds(2), "homes-0001");
  look(seconds(100));
  EXPECT_FALSE(record_->decided());
  ask(seconds(101), "homes-0001", minutes(2));
  EXPECT_TRUE(record_->decided());
}

TEST_F(SequenceStory, ExcusesWhoLosesItsPower) {
  expect(kPatient);
  refuse(seconds(1), "homes-0001");
  see(seconds(2), "homes-0001", "device.power_cut");
  see(seconds(3), "homes-0001", "provision.request");
  refuse(seconds(4), "homes-0001");
  see(seconds(24), "homes-0001", "provision.request");
  expect_passed("1 time");
}

TEST_F(SequenceStory, WhoIsExcusedShowsNothing) {
  expect(kPatient);
  refuse(seconds(0), "homes-0001");
  refuse(seconds(1), "homes-0001");
  see(seconds(2), "homes-0001", "device.power_cut");
  EXPECT_EQ(judge().measured, "0 times");
  EXPECT_FALSE(judge().passed());
}

TEST_F(SequenceStory, ExcusesNobodyFromWhatFollowsOnALossOfPower) {
  expect("sequence: { of: homes, when: { event: device.power_cut }, next: { event: device.power_on }, within: 5s }");
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003"}) see(seconds(10), host, "device.power_cut");
  see(seconds(12), "homes-0001", "device.power_on");
  see(seconds(16), "homes-0002", "device.power_on");
  expect_failed("2 of 3 times not so", {"homes-0002: device.power_cut at 10 s, no device.power_on within 5 s",
                                        "homes-0003: device.power_cut at 10 s, no device.power_on within 5 s"});
}

TEST_F(SequenceStory, ExcusesNobodyFromWhatABootFinds) {
  expect(
      "sequence: { of: homes, when: { event: settings.stored, where: { revision: 2 } }, "
      "next: { event: settings.loaded, where: { revision: \"==when.revision\" } } }");
  for (const char* host : {"homes-0001", "homes-0002"}) {
    see(seconds(1), host, "settings.stored", {{"revision", 2}});
    see(seconds(2), host, "device.power_cut");
  }
  see(seconds(5), "homes-0001", "settings.loaded", {{"revision", 2}});
  see(seconds(5), "homes-0002", "settings.loaded", {{"revision", 1}});
  EXPECT_EQ(judge().measured, "1 of 2 times not so");
}

TEST_F(SequenceStory, ARepeatedFirstEventPutsNothingOff) {
  expect(
      "sequence: { of: homes, when: { event: provision.request }, next: { event: provision.accepted }, within: 10s }");
  for (int second = 0; second <= 12; second += 4) see(seconds(second), "homes-0001", "provision.request");
  see(seconds(13), "homes-0001", "provision.accepted");
  see(seconds(20), "homes-0002", "provision.request");
  see(seconds(25), "homes-0002", "provision.request");
  see(seconds(30), "homes-0002", "provision.accepted");
  expect_failed("1 of 6 times not so", {"homes-0001: provision.request at 0 s, no provision.accepted within 10 s"});
}

TEST_F(SequenceStory, DoesNotCountWhatLacksTheFieldThatIsReferredTo) {
  expect(kPatient);
  see(seconds(1), "homes-0001", "provision.refused", {{"status", 503}});
  EXPECT_EQ(judge().measured, "0 times");
}

TEST_F(SequenceStory, TheNextEventMayBeAnothers) {
  expect(
      "sequence: { of: homes, when: { event: registration.request }, next: { event: provision.request, of: strangers "
      "}, "
      "within: 10s }");
  see(seconds(1), "homes-0001", "registration.request");
  see(seconds(2), "homes-0002", "registration.request");
  see(seconds(3), "homes-0001", "provision.request");
  see(seconds(4), "homes-0001", "device.power_cut");
  see(seconds(11), "strangers-0001", "provision.request");
  expect_passed("2 times");
  see(seconds(20), "homes-0003", "registration.request");
  see(seconds(31), "strangers-0001", "provision.request");
  expect_failed("1 of 3 times not so", {"homes-0003: registration.request at 20 s, no provision.request within 10 s"});
}

}  // namespace
}  // namespace dialtone

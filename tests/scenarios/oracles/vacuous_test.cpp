// For each kind of oracle: results that hold only because there was nothing to judge, and similar results that are not
// vacuous.
#include <gmock/gmock.h>

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class VacuousStory : public OracleStory {
 protected:
  static constexpr const char* kTriggered =
      "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 1m } } }\n";
  void begin_with_homes_on(const std::string& expectation, const std::string& more = {}) {
    expect(expectation, more);
    for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  }
};

TEST_F(VacuousStory, ANeverOfTheWholeRunWithDevicesOnHasWatched) {
  begin_with_homes_on("never: { event: registration.rejected, of: homes }");
  expect_passed("never");
  begin_with_homes_on("never: { any: homes, are: retrying }");
  expect_passed("never");
  begin_with_homes_on("metric: { registration.rejected: count==0, of: homes }");
  expect_passed("count = 0");
}

TEST_F(VacuousStory, NothingIsLookedAtDuringAFaultThatNeverBegan) {
  for (const char* what :
       {"never: { event: registration.rejected, during: cut }", "never: { any: homes, are: retrying, during: cut }",
        "always: { all: homes, are: registered, during: cut }",
        "metric: { registration.rejected: count<=5, during: cut }"}) {
    begin_with_homes_on(what, kTriggered);
    expect_vacuous("cut never began");
    see(seconds(2), "homes-0001", "registration.accepted", {{"contact", "sip:a"}});
    see(seconds(3), "homes-0001", "fault.started", {{"fault", "cut"}});
    EXPECT_NE(judge().verdict, OracleVerdict::kVacuous) << what;
  }
}

TEST_F(VacuousStory, NothingIsLookedAtDuringAFaultThatHitsNobody) {
  begin_with_homes_on("never: { event: registration.rejected, during: cut }",
                      "faults:\n  cut: { target: homes, hits: 0.001%, at: 1m, do: { power_cut: { off_for: 1m } } }\n");
  expect_vacuous("cut hit nobody");
}

TEST_F(VacuousStory, NothingIsLookedAtAfterAFaultThatNeverEnded) {
  begin_with_homes_on("never: { any: homes, are: retrying, after: cut }", kTriggered);
  expect_vacuous("cut never ended");
  see(seconds(3), "homes-0001", "fault.started", {{"fault", "cut"}});
  expect_vacuous("cut never ended");
  see(seconds(9), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_passed("never");
}

TEST_F(VacuousStory, AFaultThatIsOverWasLookedAt) {
  begin_with_homes_on("never: { event: registration.rejected, during: cut }", kTriggered);
  see(seconds(3), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(9), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_passed("never");
}

TEST_F(VacuousStory, NobodyWasOnBeforeTheOthersWereReady) {
  begin_with_homes_on("never: { event: registration.request, of: strangers, until: { all: homes, are: bound } }");
  expect_vacuous("no device was on");
  for (const int home : {1, 2, 3}) bind(seconds(5 + home), home);
  power_on(seconds(9), "strangers-0001");
  expect_vacuous("no device of strangers was on before all homes were bound, at 8 s");
}

TEST_F(VacuousStory, NothingIsLookedAtFromAnEventOnThatNeverHappened) {
  for (const char* what :
       {"never: { event: device.reboot, of: homes, from: { event: [settings.stored, device.resync] } }",
        "never: { any: homes, are: retrying, from: { event: [settings.stored, device.resync] } }",
        "always: { all: homes, are: bound, from: { event: [settings.stored, device.resync] } }",
        "metric: { device.reboot: count<1, of: homes, "
        "from: { event: [settings.stored, device.resync] } }"}) {
    begin_with_homes_on(what);
    expect_vacuous("no device had settings.stored or device.resync");
    see(seconds(2), "strangers-0001", "settings.stored");
    expect_vacuous("no device had settings.stored or device.resync");
    bind(seconds(2), 2);
    see(seconds(3), "homes-0002", "device.resync");
    EXPECT_TRUE(judge().passed()) << what;
  }
}

TEST_F(VacuousStory, AnEventThatHappenedOnlyWhenTheScopeWasOverOpensNothing) {
  begin_with_homes_on("never: { event: device.reboot, of: homes, from: { event: settings.stored }, until: 10s }");
  see(seconds(10), "homes-0001", "settings.stored");
  expect_vacuous("no device had settings.stored");
}

TEST_F(VacuousStory, NothingIsLookedAtWhereEachDeviceWasDoneBeforeTheScopeBegan) {
  begin_with_homes_on("never: { event: device.reboot, of: homes, from: 10s, until: { event: settings.stored } }");
  see(seconds(5), "homes-0001", "settings.stored");
  see(seconds(6), "homes-0002", "settings.stored");
  expect_passed("never");
  see(seconds(10), "homes-0003", "settings.stored");
  expect_vacuous("each device had settings.stored before it began");
}

TEST_F(VacuousStory, NothingIsLookedAtBeforeAnyDeviceIsOn) {
  for (const char* what :
       {"never: { event: registration.rejected, of: homes, until: 10s }",
        "never: { event: registration.rejected, until: 10s }", "never: { any: homes, are: retrying, until: 10s }",
        "metric: { registration.rejected: count==0, of: homes, until: 10s }"}) {
    expect(what);
    power_on(seconds(10), "homes-0001");
    expect_vacuous("no device was on");
    expect(what);
    power_on(seconds(10) - Duration(1), "homes-0001");
    EXPECT_TRUE(judge().passed()) << what;
  }
}

TEST_F(VacuousStory, AServerIsThereBeforeAnyDeviceIs) {
  expect("never: { event: server.crashed, of: call_agent, until: 10s }");
  expect_passed("never");
  expect("never: { event: server.crashed, until: 10s }");
  expect_passed("never");
}

TEST_F(VacuousStory, PowerItselfIsLookedAtBeforeAnyDeviceIsOn) {
  expect("always: { all: homes, are: powered-off, until: 10s }");
  expect_passed("always");
  expect("never: { any: homes, are: powered-on, until: 10s }");
  expect_passed("never");
}

TEST_F(VacuousStory, ThatNoneIsSoHoldsForNothingBeforeAnyIsOn) {
  expect("eventually: { none: homes, are: retrying, within: 1m }");
  look(seconds(0));
  power_on(seconds(1), "homes-0001");
  expect_vacuous("no device was on when it held, at 0 s");
  expect("eventually: { none: homes, are: retrying, from: 10s, within: 1m }");
  power_on(seconds(1), "homes-0001");
  look(seconds(10));
  expect_passed("0 of 3 at 10 s");
}

TEST_F(VacuousStory, AnEventuallyIsNotMetByAnothersPower) {
  expect("eventually: { all: homes, are: powered-off, within: 1m }");
  power_on(seconds(0), "strangers-0001");
  look(seconds(0));
  expect_vacuous("no device was on when it held, at 0 s");
}

TEST_F(VacuousStory, ASequenceThatNeverBeganSaysNothing) {
  for (const char* at_least : {"", ", at_least: 0", ", at_least: 1"}) {
    begin_with_homes_on(
        "sequence: { of: homes, when: { event: provision.refused }, next: { event: provision.request }" +
        std::string(at_least) + " }");
    EXPECT_EQ(judge().verdict, OracleVerdict::kVacuous) << at_least;
    EXPECT_EQ(judge().told(), "0 times");
    EXPECT_THAT(judge().details, testing::ElementsAre(testing::HasSubstr("this run says nothing about it")));
    see(seconds(2), "homes-0001", "provision.refused");
    see(seconds(3), "homes-0001", "provision.request");
    EXPECT_TRUE(judge().passed()) << at_least;
  }
}

TEST_F(VacuousStory, ASequenceThatBeganTooSeldomFails) {
  begin_with_homes_on(
      "sequence: { of: homes, when: { event: provision.refused }, next: { event: provision.request }, at_least: 2 }");
  EXPECT_TRUE(judge().failed());
  see(seconds(2), "homes-0001", "provision.refused");
  see(seconds(3), "homes-0001", "provision.request");
  EXPECT_TRUE(judge().failed());
}

TEST_F(VacuousStory, AnEmptyTableSaysNothingOfWhatHoldsOfNothingToo) {
  for (const char* what : {"each: \"<=1\"", "each: \"<2\"", "each: \"!=1\"", "count: \"<=3\"", "count: \"!=7\""}) {
    begin_with_homes_on("database: { table: bindings, of: homes, " + std::string(what) + " }");
    expect_vacuous("there was no binding at 5m");
    for (int home = 1; home <= 2; ++home) bind(seconds(2), home);
    EXPECT_NE(judge().verdict, OracleVerdict::kVacuous) << what;
  }
}

TEST_F(VacuousStory, AnEmptyTableIsLookedAtWhereItMustBeEmpty) {
  for (const char* what : {"each: 0", "each: \"<1\"", "count: 0", "count: \"<1\"", "count: \"<=0\""}) {
    begin_with_homes_on("database: { table: bindings, of: homes, " + std::string(what) + " }");
    EXPECT_TRUE(judge().passed()) << what;
  }
}

TEST_F(VacuousStory, AnEmptyTableAtItsMomentSaysNothing) {
  begin_with_homes_on("database: { table: bindings, of: homes, each: \"<=1\", at: 1m }");
  look(minutes(1));
  bind(minutes(2), 1);
  expect_vacuous("there was no binding at 1m");
}

TEST_F(VacuousStory, SubscribersAreLookedAtThoughNoneIsSo) {
  begin_with_homes_on("database: { table: subscribers, of: homes, where: { enabled: \"false\" }, count: \"<=1\" }");
  expect_vacuous("there was no subscriber at 5m");
  rows_ = {device_subscriber(plan_->scenario, 1, 0)};
  expect_vacuous("there was no subscriber at 5m");
  rows_.push_back(device_subscriber(plan_->scenario, 0, 0));
  expect_passed("0 at 5m");
}

TEST_F(VacuousStory, NoFailureOfNoAttemptSaysNothing) {
  begin_with_homes_on("metric: { provision.failures: count==0, of: homes }");
  expect_vacuous("nothing that it counts has ended");
  see(seconds(2), "homes-0001", "provision.accepted");
  expect_passed("count = 0 (0 of 1)");
}

TEST_F(VacuousStory, AShareOrAPercentileOfNothingSaysNothing) {
  for (const char* threshold : {"registration.failures: rate<1%", "provision.failures: rate<1%"}) {
    begin_with_homes_on("metric: { " + std::string(threshold) + ", of: homes }");
    expect_vacuous("nothing that it counts has ended");
  }
  for (const char* threshold : {"rate<100/s", "peak<100/s", "count<5"}) {
    begin_with_homes_on("metric: { registration.accepted: " + std::string(threshold) + ", of: homes, during: cut }",
                        kTriggered);
    expect_vacuous("cut never began");
  }
  begin_with_homes_on("metric: { registration.accepted.duration: p(95)<5s, of: homes, during: cut }", kTriggered);
  expect_vacuous("cut never began");
}

TEST_F(VacuousStory, OnlyWhatSaysSoMayBe) {
  begin_with_homes_on("never: { event: registration.rejected, during: cut, may_be_vacuous: true }", kTriggered);
  EXPECT_EQ(judge().verdict, OracleVerdict::kVacuous);
  EXPECT_TRUE(judge().lets_pass());
  begin_with_homes_on("never: { event: registration.rejected, during: cut, may_be_vacuous: false }", kTriggered);
  expect_vacuous("cut never began");
}

TEST_F(VacuousStory, SafetyIsVacuousUntilThereWasSomethingToLookAtAndMayBe) {
  begin("liveness: none\n");
  const auto verdicts = [this] {
    std::vector<std::string> words;
    for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
      EXPECT_TRUE(result.lets_pass()) << result.name;
      words.emplace_back(to_text(result.verdict));
    }
    return words;
  };
  EXPECT_EQ(verdicts(), (std::vector<std::string>{"vacuous", "vacuous", "vacuous"}));
  power_on(seconds(1), "homes-0001");
  EXPECT_EQ(verdicts(), (std::vector<std::string>{"vacuous", "vacuous", "passed"}));
  see(seconds(2), "homes-0001", "provision.accepted");
  EXPECT_EQ(verdicts(), (std::vector<std::string>{"passed", "passed", "passed"}));
}

TEST_F(VacuousStory, ThatAnIdentityWasThereToBeRefusedIsEnough) {
  begin("liveness: none\n");
  power_on(seconds(1), "strangers-0001");
  EXPECT_TRUE(record_->judge(Moment(minutes(5)))[1].passed());
}

}  // namespace
}  // namespace dialtone

#include "scenarios/oracles/liveness_oracle.h"

#include <gmock/gmock.h>

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

constexpr const char* kLeftOut = "not asked: 1 strangers (identity unknown)";

class LivenessStory : public OracleStory {
 protected:
  void ask(const std::string& more) {
    begin("safety: none\n" + more);
    power_on(seconds(0), "strangers-0001");
  }
  void register_home(Duration at, int home) {
    const std::string host = "homes-000" + std::to_string(home);
    power_on(at, host);
    see(at, host, "registration.accepted", {{"contact", "sip:a"}});
    bind(at, home);
  }
};

TEST_F(LivenessStory, HoldsWhenAllHealthyDevicesAreRegistered) {
  ask("liveness: { within: 1m }\n");
  for (int home = 1; home <= 3; ++home) power_on(seconds(1), "homes-000" + std::to_string(home));
  EXPECT_FALSE(record_->decided());
  for (int home = 1; home <= 3; ++home) register_home(seconds(home), home);
  look(minutes(1));
  const OracleResult result = judge();
  EXPECT_TRUE(result.passed());
  EXPECT_EQ(result.name, "liveness: all healthy devices become registered");
  // 10 A6
  EXPECT_EQ(result.measured, "3 of 4 asked: all at 3 s, within 1m since 0 s");
  EXPECT_EQ(result.details, std::vector<std::string>{kLeftOut});
}

TEST_F(LivenessStory, FailsAtItsBoundAndNamesWhoIsNot) {
  ask("liveness: { within: 1m }\n");
  register_home(seconds(1), 1);
  register_home(seconds(1), 3);
  power_on(seconds(1), "homes-0002");
  look(minutes(1));
  register_home(minutes(2), 2);
  expect_failed("3 of 4 asked: 1 not at 1m, within 1m since 0 s",
                {"since 0 s nothing stands in their way; not registered: homes-0002", kLeftOut});
}

// In real time, look() is called a little after the bound; a registration after the bound does not count.
TEST_F(LivenessStory, TakesNothingThatCameAfterItsBoundHoweverLateTheLookIs) {
  ask("liveness: { within: 1m }\n");
  for (int home = 1; home <= 2; ++home) register_home(seconds(1), home);
  register_home(minutes(1) + std::chrono::milliseconds(1), 3);
  look(minutes(1) + std::chrono::milliseconds(2));
  EXPECT_TRUE(judge().failed()) << judge().measured;
}

TEST_F(LivenessStory, AsksEachHealthyGroup) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 5m\nfleet:\n  homes: { count: 1 }\n  offices: { count: 1 }\n"
      "safety: none\nliveness: { within: 1m }\nexpect: []\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  plan_.emplace(make_plan(*scenario));
  record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  register_home(seconds(1), 1);
  power_on(seconds(1), "offices-0001");
  look(minutes(1));
  EXPECT_TRUE(judge().failed()) << judge().measured;
}

TEST_F(LivenessStory, AsksNoDeviceThatAFaultChangesToTheEndAndAllOthers) {
  const std::string faults = "faults:\n  f: { target: homes-0002, from: 1m, do: { quirk: ignores-notify } }\n";
  for (const bool in_real_time : {false, true}) {
    begin("safety: none\n" + faults + "liveness: { within: 1m }\n", in_real_time);
    power_on(seconds(0), "strangers-0001");
    see(seconds(60), "homes", "fault.started", {{"fault", "f"}});
    power_on(seconds(1), "homes-0002");
    register_home(seconds(2), 1);
    EXPECT_FALSE(judge().passed());
    register_home(seconds(3), 3);
    const OracleResult result = judge();
    EXPECT_TRUE(result.passed()) << result.measured;
    EXPECT_EQ(result.measured, "2 of 4 asked: all at 3 s, within 1m since 0 s");
    EXPECT_EQ(result.details,
              std::vector<std::string>{"not asked: 1 strangers (identity unknown), 1 homes (changed by f)"});
  }
}

TEST_F(LivenessStory, NamesNoChangedDeviceAmongThoseThatWait) {
  ask("faults:\n  f: { target: homes-0002, do: { quirk: ignores-notify } }\nliveness: { within: 1m }\n");
  for (int home = 1; home <= 3; ++home) power_on(seconds(1), "homes-000" + std::to_string(home));
  look(minutes(1));
  expect_failed("2 of 4 asked: 2 not at 1m, within 1m since 0 s",
                {"since 0 s nothing stands in their way; not registered: homes-0001, homes-0003",
                 "not asked: 1 strangers (identity unknown), 1 homes (changed by f)"});
}

TEST_F(LivenessStory, AsksAChangedDeviceAfterAChangeThatEnds) {
  ask("faults:\n  f: { target: homes-0002, until: 2m, do: { quirk: ignores-notify } }\nliveness: { within: 1m }\n");
  EXPECT_EQ(record_->look_moments(), (std::vector<Moment>{Moment(minutes(2)), Moment(minutes(3))}));
}

TEST_F(LivenessStory, CountsFromTheEndOfTheLastFault) {
  ask(std::string(kBlackout) + "liveness: { within: 30s }\n");
  EXPECT_EQ(record_->look_moments(), (std::vector<Moment>{Moment(minutes(2)), Moment(minutes(2) + seconds(30))}));
  for (int home = 1; home <= 3; ++home) register_home(seconds(home), home);
  see(minutes(1), "homes-0002", "device.power_cut");
  power_on(minutes(2), "homes-0002");
  look(minutes(2));
  look(minutes(2) + seconds(30));
  const OracleResult result = judge();
  EXPECT_FALSE(result.passed());
  EXPECT_EQ(result.measured, "3 of 4 asked: 1 not at 2m 30s, within 30 s since 2m");
}

TEST_F(LivenessStory, IsNotMetByWhoHasNoPowerYetWhenTheFaultEnds) {
  ask(std::string(kBlackout) + "liveness: { within: 30s }\n");
  for (int home = 1; home <= 3; ++home) register_home(seconds(home), home);
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003"}) see(minutes(1), host, "device.power_cut");
  look(minutes(2));
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003"}) power_on(minutes(2), host);
  look(minutes(2) + seconds(30));
  EXPECT_FALSE(judge().passed());
}

TEST_F(LivenessStory, AsksNothingWhereAFaultLastsToTheEnd) {
  ask("faults:\n  ill: { target: provisioning, do: { answer: { status: 503 } } }\n");
  EXPECT_EQ(judge().verdict, OracleVerdict::kVacuous);
  EXPECT_EQ(judge().told(), "0 of 4 asked: ill lasts to the end");
  EXPECT_TRUE(judge().lets_pass());
}

TEST_F(LivenessStory, IsVacuousWhereNoGroupIsHealthy) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 5m\nsafety: none\nfleet:\n  gone: { count: 3, identity: disabled }\n", "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  plan_.emplace(make_plan(*scenario));
  record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  EXPECT_EQ(judge().verdict, OracleVerdict::kVacuous);
  EXPECT_EQ(judge().told(), "0 of 3 asked: no group is healthy");
  EXPECT_TRUE(judge().lets_pass());
}

// 10 A6
TEST_F(LivenessStory, SaysWhyEachGroupThatItLeavesOutIsNotAsked) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 5m\nsafety: none\nprofiles: { cheap: { quirks: [trusts-any-mac] } }\n"
      "fleet:\n  homes: { count: 5 }\n  twins: { count: 2, clones: homes }\n  gone: { count: 3, identity: disabled }\n"
      "  odd: { count: 4, quirks: [trusts-any-mac] }\n  cheap: { count: 6, profile: cheap }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  plan_.emplace(make_plan(*scenario));
  record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  const OracleResult result = judge();
  EXPECT_THAT(result.measured, testing::StartsWith("5 of 20 asked: 5 not at 5m"));
  EXPECT_EQ(result.details.back(),
            "not asked: 2 twins (clones of homes), 3 gone (identity disabled), 4 odd (quirks), 6 cheap (quirks of "
            "profile cheap)");
}

// 10 A5
TEST_F(LivenessStory, IsBoundByTheScenariosEndWhereThatComesFirst) {
  ask("");
  for (int home = 1; home <= 3; ++home) register_home(seconds(home), home);
  EXPECT_EQ(judge().measured, "3 of 4 asked: all at 3 s, within 5m since 0 s") << "ten minutes are longer than the run";
}

}  // namespace
}  // namespace dialtone

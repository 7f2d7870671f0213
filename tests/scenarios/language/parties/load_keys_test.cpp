// How `load` is read, and which mistakes are reported with their place.
#include "scenarios/language/parties/load_keys.h"

#include <string>

#include "scenarios/language/plan/loads.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// Returns a scenario with the group `flood` in its fourth line. `keys`: the keys of that group.
std::string with_flood(const std::string& keys, const std::string& more = "") {
  return "scenario: s\nfleet:\n  homes: { count: 2 }\n  flood: { " + keys + " }\n" + more;
}

std::string refusal_of(const std::string& keys, const std::string& more = "") {
  return faults_of(with_flood(keys, more));
}

TEST(LoadKeys, AreReadAndWritten) {
  const std::string keys =
      "count: 3, power_on: { at: 5s }, load: { send: provision-request, rate: 30/m, for: 1m, secrets: guessed, "
      "right_guess: 7, identities: others, in_flight: 9 }";
  const ScenarioResult scenario = read_scenario(with_flood(keys), "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const LoadSettings& load = scenario->fleet.back().load.value();
  EXPECT_EQ(load.send, LoadRequest::kProvisionRequest);
  EXPECT_EQ(load.secrets, LoadSecrets::kGuessed);
  EXPECT_EQ(load.identities, LoadIdentities::kOthers);
  const LoadHabits habits = habits_of(load);
  EXPECT_EQ(habits.interval, std::chrono::seconds(2));
  EXPECT_EQ(habits.length, std::chrono::minutes(1));
  EXPECT_EQ(habits.right_guess, 7U);
  EXPECT_EQ(habits.most_in_flight, 9U);
  const std::string written = write_scenario(*scenario);
  const ScenarioResult again = read_scenario(written, "s.yaml");
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(write_scenario(*again), written);
}

TEST(LoadKeys, HaveDefaults) {
  const ScenarioResult scenario = read_scenario(with_flood("count: 1, load: { send: register, rate: 5 }"), "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const LoadHabits habits = habits_of(scenario->fleet.back().load.value());
  EXPECT_EQ(habits.interval, std::chrono::milliseconds(200));
  EXPECT_EQ(habits.length, Duration::zero());
  EXPECT_EQ(habits.secrets, LoadSecrets::kRight);
  EXPECT_EQ(habits.most_in_flight, 64U);
}

TEST(LoadKeys, PutTheirGroupsLast) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nfleet:\n  flood: { count: 1, load: { send: register, rate: 5 } }\n  homes: { count: 2 }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok());
  EXPECT_EQ(scenario->fleet.front().name, "homes");
  const Plan plan = make_plan(*scenario);
  EXPECT_EQ(plan.device_count(), 3U);
  EXPECT_EQ(plan.judged_count(), 2U);
  EXPECT_EQ(most_exchanges_at_once(plan), 2U + 64U);
}

TEST(LoadKeys, AreRefusedWithTheirPlaceWhereTheyAreWrong) {
  EXPECT_EQ(refusal_of("count: 1, load: {}"),
            "s.yaml:4:28: 'send' is missing in 'load'\ns.yaml:4:28: 'rate' is missing in 'load'\n");
  EXPECT_EQ(
      refusal_of("count: 1, load: { send: registers, rate: 5 }"),
      "s.yaml:4:36: 'send' must be one of register, provision-request, not 'registers'; did you mean 'register'?\n");
  EXPECT_EQ(refusal_of("count: 1, load: { send: register, rate: fast }"),
            "s.yaml:4:52: 'rate': 'fast' is not a rate of requests such as 10, 0.5/s or 30/m; only /s and /m exist\n");
  EXPECT_EQ(refusal_of("count: 1, load: { send: register, rate: 10001 }"),
            "s.yaml:4:52: 'rate': '10001' is more than 10000 a second\n");
  EXPECT_EQ(refusal_of("count: 1, load: { send: register, rate: 5, secret: right }"),
            "s.yaml:4:55: unknown key 'secret' in 'load'; did you mean 'secrets'?\n");
}

TEST(LoadKeys, AreRefusedWhereTheyDoNothing) {
  const std::string registers = "count: 1, load: { send: register, rate: 5 }";
  const std::string asks = "count: 1, load: { send: provision-request, rate: 5 }";
  EXPECT_EQ(refusal_of(registers + ", quirks: ignores-notify"),
            "s.yaml:4:57: 'quirks' does nothing: a load is no device\n");
  EXPECT_EQ(refusal_of(registers + ", authentication: basic"),
            "s.yaml:4:57: 'authentication' does nothing: the load sends no provision-request\n");
  EXPECT_EQ(refusal_of(asks + ", transport: tcp"),
            "s.yaml:4:66: 'transport' does nothing: the load does not register\n");
  EXPECT_EQ(refusal_of(asks + ", expires: 1m"), "s.yaml:4:66: 'expires' does nothing: the load does not register\n");
  EXPECT_EQ(refusal_of("count: 1, identity: unknown, load: { send: register, rate: 5, identities: others }"),
            "s.yaml:4:22: 'identity' does nothing: the load claims to be others\n");
  EXPECT_EQ(refusal_of("count: 1, clones: homes, load: { send: register, rate: 5, identities: unknown }"),
            "s.yaml:4:22: 'clones' does nothing: the load claims to be others\n");
  EXPECT_EQ(refusal_of("count: 1, load: { send: register, rate: 5, right_guess: 3 }"),
            "s.yaml:4:55: 'right_guess' does nothing: the load does not guess\n");
  EXPECT_EQ(refusal_of("count: 1, load: { send: provision-request, rate: 5, secrets: wrong }"),
            "s.yaml:4:64: 'secrets' does nothing: with 'authentication: none' there is no challenge to answer\n");
  EXPECT_EQ(refusal_of("count: 1, clones: homes, load: { send: register, rate: 5 }"), "");
}

TEST(LoadKeys, AreRefusedWhereTheyClaimToBeOthersAndThereAreNone) {
  EXPECT_EQ(
      faults_of("scenario: s\nfleet:\n  flood: { count: 1, load: { send: register, rate: 5, identities: others } }\n"
                "  strangers: { count: 1, identity: unknown }\n"),
      "s.yaml:3:3: no other group has devices that the load 'flood' could claim to be\n");
}

TEST(LoadKeys, LeaveNoStateToExpect) {
  const std::string flood = "count: 1, load: { send: register, rate: 5 }";
  EXPECT_EQ(refusal_of(flood, "expect:\n  - eventually: { all: flood, are: registered, within: 1m }\n"),
            "s.yaml:6:24: 'flood' is a load, whose devices have no states\n");
  EXPECT_EQ(refusal_of(flood, "expect:\n  - never: { any: flood, are: bound }\n"),
            "s.yaml:6:19: 'flood' is a load, whose devices have no states\n");
  EXPECT_EQ(refusal_of(flood, "expect:\n  - never: { event: load.answered, of: flood }\n"), "");
}

TEST(LoadKeys, LeaveNoStateToMeasureOrToBeginWith) {
  const std::string flood = "count: 1, load: { send: register, rate: 5 }";
  const auto refused_at = [](const std::string& column) {
    return "s.yaml:6:" + column + ": 'flood' is a load, whose devices have no states\n";
  };
  for (const auto& [item, column] :
       {std::pair("never: { event: load.failed, of: flood, from: { all: flood, are: registered } }", "58"),
        std::pair("never: { event: load.failed, of: flood, until: { at_least: 1, of: flood, are: bound } }", "71"),
        std::pair("never: { event: load.failed, of: flood, while: registered }", "38")}) {
    EXPECT_EQ(refusal_of(flood, "expect:\n  - " + std::string(item) + "\n"), refused_at(column)) << item;
  }
  for (const std::string metric : {"registered.time_to", "registered.gap", "unbound.total"}) {
    EXPECT_EQ(refusal_of(flood, "expect:\n  - metric: { " + metric + ": max<1m, of: flood }\n"),
              "s.yaml:6:15: '" + metric + "' is measured of devices, and 'flood' is a load\n");
  }
  EXPECT_EQ(refusal_of(flood, "expect:\n  - metric: { load.sent: count>=1, of: flood }\n"), "");
  EXPECT_EQ(refusal_of(flood,
                       "faults:\n  lost: { target: flood, from: 1s, hits: 50%, do: { drop: all } }\n"
                       "expect:\n  - never: { event: load.failed, of: flood, while: lost }\n"),
            "");
}

TEST(LoadKeys, LeaveNothingForFaultsOfDevices) {
  const std::string flood = "count: 1, load: { send: register, rate: 5 }";
  EXPECT_EQ(refusal_of(flood, "faults:\n  worn: { target: flood, do: { flash: fails } }\n"),
            "s.yaml:6:32: 'flood' is a load, of which 'flash' changes nothing\n");
  EXPECT_EQ(refusal_of(flood, "faults:\n  odd: { target: flood-0001, do: { quirk: ignores-notify } }\n"),
            "s.yaml:6:36: 'flood' is a load, of which 'quirk' changes nothing\n");
  EXPECT_EQ(refusal_of(flood, "faults:\n  cut: { target: flood, do: { drop: udp } }\n"), "");
}

}  // namespace
}  // namespace dialtone

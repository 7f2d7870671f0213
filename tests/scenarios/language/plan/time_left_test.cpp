// The reader reports expectations that cannot be decided before the scenario's end.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/language/plan/liveness.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

constexpr std::string_view kHeadWithFaults =
    "scenario: s\nduration: 5m\nfleet: { homes: { count: 3, power_on: { spread: 10s } } }\n"
    "faults:\n  blackout: { target: homes, at: 1m, spread: 1m, do: { power_cut: { off_for: 1m } } }\n"
    "  hole: { target: homes, from: 2m, until: 4m, do: { drop: all } }\n"
    "  weary: { target: call_agent, when: { event: binding.added, after: 1m }, for: 2m, do: { answer: { status: 503 } "
    "} "
    "}\n"
    "  cut: { target: homes, when: { event: settings.stored }, do: { drop: tcp } }\n";

struct Said {
  std::string yaml;
  std::string said;
};

// 10 A5
TEST(TimeLeft, IsToldWhereAnExpectationNeedsMore) {
  const std::string blackout = "'blackout' ends at 3m at the latest, and the scenario at 5m";
  for (const Said& each : std::vector<Said>{
           {"eventually: { all: homes, are: bound, after: blackout, within: 10m }",
            "s.yaml:10:68: 'within' must be from 1ns to 5m, not '10m'\n"},
           {"eventually: { all: homes, are: bound, after: blackout, within: 3m }",
            "s.yaml:10:68: 'within' must be at most 2m, not 3m: " + blackout + "\n"},
           {"eventually: { event: device.boot, of: homes, after: blackout, within: 121s }",
            "s.yaml:10:75: 'within' must be at most 2m, not 121s: " + blackout + "\n"},
           {"eventually: { all: homes, are: bound, after: weary, within: 3m }",
            "s.yaml:10:65: 'within' must be at most 2m, not 3m: 'weary' ends at 3m at the earliest, and the scenario "
            "at 5m\n"},
           {"eventually: { all: homes, are: bound, after: cut, within: 1m }",
            "s.yaml:10:50: 'cut' ends at 5m at the earliest, and the scenario at 5m: nothing comes after it\n"},
           {"eventually: { all: homes, are: bound, from: 4m, within: 2m }",
            "s.yaml:10:61: 'within' must be at most 1m, not 2m: from 4m on no more is left until the scenario's end at "
            "5m\n"},
           {"sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, within: 90s, from: "
            "4m }",
            "s.yaml:10:100: 'within' must be at most 1m, not 90s: from 4m on no more is left until the scenario's end "
            "at 5m\n"},
           {"sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, within: 3m, after: "
            "blackout }",
            "s.yaml:10:100: 'within' must be at most 2m, not 3m: " + blackout + "\n"},
           {"sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, within: 4m, "
            "during: hole }",
            "s.yaml:10:100: 'within' must be at most 3m, not 4m: from 2m on no more is left until the scenario's end "
            "at 5m\n"},
           {"always: { all: homes, are: bound, after: blackout, until: 3m }",
            "s.yaml:10:63: 'until' is not later than the end of 'blackout', at 3m\n"},
           {"always: { all: homes, are: bound, from: 5m }",
            "s.yaml:10:45: 'from' must be before the scenario's end at 5m, "
            "not '5m'\n"},
           {"never: { any: homes, are: bound, until: 6m }", "s.yaml:10:45: 'until' must be from 1ns to 5m, not '6m'\n"},
           {"database: { table: bindings, count: 3, at: 6m }", "s.yaml:10:48: 'at' must be from 1ns to 5m, not '6m'\n"},
       }) {
    EXPECT_EQ(faults_of(std::string(kHeadWithFaults) + "expect:\n  - " + each.yaml + "\n"), each.said) << each.yaml;
  }
}

// 10 A5
TEST(TimeLeft, SufficesWhereItIsJustEnough) {
  for (const std::string yaml : {
           "eventually: { all: homes, are: bound, after: blackout, within: 2m }",
           "eventually: { all: homes, are: bound, after: weary, within: 2m }",
           "eventually: { all: homes, are: bound, from: 4m, within: 1m }",
           "eventually: { all: homes, are: bound, within: 5m }",
           "sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, within: 3m, "
           "during: hole }",
           "sequence: { of: homes, when: { event: device.boot }, next: { event: settings.loaded }, after: blackout }",
           "always: { all: homes, are: bound, after: blackout, until: 181s }",
       }) {
    EXPECT_EQ(faults_of(std::string(kHeadWithFaults) + "expect:\n  - " + yaml + "\n"), "") << yaml;
  }
}

// 10 A5
TEST(TimeLeft, IsToldWhereLivenessIsWrittenAndNeedsMore) {
  const std::string head = "scenario: s\nfleet: { homes: { count: 1, power_on: { at: 1m, spread: 1m } } }\n";
  const std::string settled = "the last fault has ended and the last device is on at ";
  EXPECT_EQ(faults_of(head + "liveness: { within: 3m }\n"), "");
  EXPECT_EQ(faults_of(head), "") << "that of every scenario is shorter where the end comes first";
  EXPECT_EQ(faults_of(head + "liveness: { within: 4m }\n"),
            "s.yaml:3:21: 'within' must be at most 3m, not 4m: " + settled + "2m, and the scenario ends at 5m\n");
  EXPECT_EQ(faults_of(head + "liveness: { within: 10m }\n"),
            "s.yaml:3:21: 'within' must be at most 3m, not 10m: " + settled + "2m, and the scenario ends at 5m\n");
  EXPECT_EQ(faults_of(head + "faults: { ill: { target: call_agent, do: { drop: requests } } }\n"
                             "liveness: { within: 1s }\n"),
            "")
      << "a fault lasts to the end: nothing is asked";
}

// 10 A5
TEST(TimeLeft, OfAPlanIsThatOfItsScenario) {
  const ScenarioResult scenario = read_scenario(kHeadWithFaults, "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const ScenarioResult again = read_scenario(write_scenario(*scenario, ""), "plan.yaml");
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(again->liveness, scenario->liveness);
}

// 10 A5
TEST(TimeLeft, IsNoneForAFaultThatBeginsAtTheEnd) {
  const std::string head = "scenario: s\nduration: 5m\nfleet: { homes: { count: 1 } }\nfaults: { f: ";
  for (const Said& each : std::vector<Said>{
           {"{ target: homes, at: 5m, do: { reset: tcp } }", "begins at 5m, and the scenario ends at 5m\n"},
           {"{ target: homes, from: 5m, do: { drop: tcp } }", "begins at 5m, and the scenario ends at 5m\n"},
           {"{ target: homes, when: { event: device.boot, after: 5m }, do: { reset: tcp } }",
            "begins at 5m at the earliest, and the scenario ends at 5m\n"},
           {"{ target: homes, at: 6m, do: { reset: tcp } }", "reaches 6m, but the scenario ends at 5m\n"},
       }) {
    EXPECT_EQ(faults_of(head + each.yaml + " }\n"), "s.yaml:4:11: 'f' " + each.said) << each.yaml;
  }
  EXPECT_EQ(faults_of(head + "{ target: homes, at: 299s, do: { reset: tcp } } }\n"), "");
}

}  // namespace
}  // namespace dialtone

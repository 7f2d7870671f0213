// Loads in whole runs: they do not count as devices, and they put the servers' protection to the test.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/plan.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

class LoadRun : public testing::Test {
 protected:
  RunSummary run(const std::string& yaml, const std::vector<std::string>& overrides = {},
                 WorldKind world = WorldKind::kVirtual) {
    const ScenarioResult scenario = read_scenario(yaml, "s.yaml", overrides);
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.world = world;
    options.directory = folder_.path() / "run";
    std::filesystem::remove_all(options.directory);
    std::filesystem::create_directory(options.directory);
    return run_plan(make_plan(*scenario), options);
  }
  // Returns the lines of the last run's events that contain both texts.
  std::vector<std::string> lines_with(const std::string& one, const std::string& other = "") const {
    std::vector<std::string> found;
    std::ifstream in(folder_.path() / "run" / "events.jsonl");
    for (std::string line; std::getline(in, line);) {
      if (line.find(one) != std::string::npos && line.find(other) != std::string::npos) found.push_back(line);
    }
    return found;
  }
  static std::string catalog(const std::string& name) {
    return text_of(std::filesystem::path(DIALTONE_SOURCE_DIR "/scenarios/catalog") / (name + ".yaml"));
  }
  static std::string homes_and(const std::string& flood, const std::string& more = "") {
    return "scenario: s\nduration: 1m\nfleet:\n  homes: { count: 3 }\n  flood: { " + flood + " }\n" + more;
  }

  TemporaryFolder folder_;
};

TEST_F(LoadRun, CountsNoLoadAmongTheDevices) {
  const RunSummary summary = run(homes_and("count: 5, load: { send: register, rate: 1 }",
                                           "expect:\n  - eventually: { all: devices, are: registered, within: 1m }\n"
                                           "  - never: { event: registration.rejected, of: devices }\n"));
  EXPECT_EQ(summary.result, RunResult::kPassed);
  EXPECT_EQ(summary.planned, 3U);
  EXPECT_EQ(summary.ever.powered_on, 3U);
  EXPECT_EQ(summary.ever.registered, 3U);
  EXPECT_GT(lines_with("\"load.answered\"", "\"status\":200").size(), 100U) << "each with its own row";
}

TEST_F(LoadRun, GoesOnUntilTheLoadIsOverIfSomethingMustHoldAllTheTime) {
  const std::string flood = "count: 1, power_on: { at: 20s }, load: { send: register, rate: 1, for: 10s }";
  const std::string soon = "  - eventually: { all: homes, are: registered, within: 10s }\n";
  EXPECT_LT(run(homes_and(flood, "expect:\n" + soon)).lasted, std::chrono::seconds(21));
  const RunSummary summary =
      run(homes_and(flood, "expect:\n" + soon + "  - never: { event: registration.rejected }\n"));
  EXPECT_GE(summary.lasted, std::chrono::seconds(30));
  EXPECT_LT(summary.lasted, std::chrono::seconds(31));
  EXPECT_EQ(lines_with("\"load.sent\"").size(), 10U);
}

TEST_F(LoadRun, AsksByHttpWhereItsUrlHasNoScheme) {
  run("scenario: s\nduration: 1m\nprofiles: { bare: { provisioning_scheme: none } }\nfleet:\n  homes: { count: 3 }\n"
      "  flood: { count: 1, profile: bare, load: { send: provision-request, rate: 1, for: 5s } }\n"
      "expect:\n  - never: { event: load.failed }\n");
  EXPECT_EQ(lines_with("\"load.answered\"", "\"status\":200").size(), 5U);
}

TEST_F(LoadRun, ClaimsToBeTheOthersInTurn) {
  run(homes_and("count: 1, load: { send: register, rate: 1, for: 6s, identities: others, secrets: wrong }",
                "expect:\n  - never: { event: load.answered, where: { status: 200 } }\n"));
  std::vector<std::string> names;
  for (const std::string& line : lines_with("\"load.sent\"")) {
    const std::size_t at = line.find("line1");
    names.push_back(line.substr(at, 10));
  }
  const std::vector<std::string> once{"line100001", "line100002", "line100003"};
  std::vector<std::string> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  EXPECT_EQ(names, twice);
}

TEST_F(LoadRun, ClaimsToBeNobodyTwice) {
  run(homes_and("count: 2, load: { send: provision-request, rate: 1, for: 5s, identities: unknown }",
                "expect:\n  - never: { event: load.answered, where: { status: 200 } }\n"));
  std::set<std::string> identities;
  for (const std::string& line : lines_with("\"load.sent\"")) identities.insert(line.substr(line.find("NOBODY")));
  EXPECT_EQ(identities.size(), 10U);
  EXPECT_EQ(lines_with("\"load.answered\"", "\"status\":403").size(), 10U);
}

TEST_F(LoadRun, ChangesNothingForOtherGroups) {
  const auto registered = [&](const std::string& flood) {
    run(homes_and(flood, "expect:\n  - never: { event: registration.rejected }\n"));
    std::vector<std::string> lines;
    for (const std::string& line : lines_with("\"registration.accepted\"", "\"homes-")) lines.push_back(line);
    return lines;
  };
  const std::vector<std::string> beside_a_load = registered("count: 3, load: { send: register, rate: 10 }");
  EXPECT_EQ(beside_a_load.size(), 3U);
  EXPECT_EQ(beside_a_load, registered("count: 3, load: { send: provision-request, rate: 1 }"));
}

TEST_F(LoadRun, GuesserIsKeptOutByTheLockoutAlone) {
  const std::string guesser = catalog("guesser-locked-out");
  EXPECT_EQ(run(guesser).result, RunResult::kPassed);
  EXPECT_EQ(lines_with("\"load.answered\"", "\"status\":200").size(), 0U);
  EXPECT_EQ(run(guesser, {"servers.call_agent.lockout_exempt=0.0.0.0/0"}).result, RunResult::kFailed);
  EXPECT_GT(lines_with("\"load.answered\"", "\"status\":200").size(), 40U);
}

TEST_F(LoadRun, ScannerLeavesTheCustomersTimeByTheLimitAlone) {
  const std::string scanner = catalog("scanner-meets-the-limit");
  EXPECT_EQ(run(scanner).result, RunResult::kPassed);
  EXPECT_EQ(run(scanner, {"servers.provisioning.limit=1000"}).result, RunResult::kFailed);
}

TEST_F(LoadRun, InRealTimeSendsAndIsAnswered) {
  const RunSummary summary =
      run(homes_and("count: 2, load: { send: register, rate: 20, for: 1s, identities: unknown, secrets: none }",
                    "expect:\n  - eventually: { all: homes, are: registered, within: 20s }\n"
                    "  - metric: { load.sent: count>=20, of: flood }\n"
                    "  - never: { event: load.failed }\n"),
          {"fleet.homes.profile=ata"}, WorldKind::kReal);
  EXPECT_EQ(summary.result, RunResult::kPassed) << testing::PrintToString(summary.reasons);
  EXPECT_GE(lines_with("\"load.answered\"", "\"status\":401").size(), 20U);
}

}  // namespace
}  // namespace dialtone

// Whole runs that end as invalid, never as passed, each for one reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "subscribers/sqlite/sqlite_connection.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class InvalidRuns : public testing::Test {
 protected:
  InvalidRuns() { options_.directory = folder_.path(); }

  RunSummary run(const Scenario& scenario) { return run_plan(make_plan(scenario), options_); }

  const TemporaryFolder folder_;
  RunOptions options_;
};

// 12.1
TEST_F(InvalidRuns, AreThoseWhoseEventsCannotBeWritten) {
  std::filesystem::create_symlink("/dev/full", folder_.path() / "events.jsonl");
  const RunSummary summary = run(homes(3));
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, ElementsAre("events.jsonl could not be written: is the disk full?"));
  EXPECT_EQ(summary.ever.registered, 3U) << "all else went well";
}

// 12.1: a thousand devices are switched on at one moment, in a world that stops at a hundred events in one moment.
TEST_F(InvalidRuns, AreThoseInWhichTimeStandsStill) {
  Scenario scenario = homes(1000);
  scenario.fleet.front().power_on.spread = Duration{};
  EXPECT_EQ(run(scenario).result, RunResult::kPassed);
  options_.most_events_at_one_moment = 100;
  const RunSummary summary = run(scenario);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, testing::Contains("very many events without progress of time"));
}

// 12.1
TEST_F(InvalidRuns, AreThoseThatPassTheirTimeLimit) {
  options_.time_limit = Duration(1);
  const RunSummary summary = run(homes(1000));
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, testing::Contains(HasSubstr("the time limit of")));
}

// 12.1: everything that is expected is decided after 2 s, before the last device is switched on.
TEST_F(InvalidRuns, AreThoseThatEndBeforeAllDevicesTookPart) {
  Scenario scenario = homes(3);
  Group late = scenario.fleet.front();
  late.name = "late";
  late.power_on.at = scenario.duration - std::chrono::milliseconds(1);
  late.power_on.spread = std::chrono::seconds(1);
  scenario.fleet.push_back(late);
  const RunSummary summary = run(scenario);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, ElementsAre(HasSubstr("of 6 planned devices took part")));
}

// 12.1: the table of subscribers is removed while the devices boot.
TEST_F(InvalidRuns, AreThoseWhoseDatabaseCannotBeReadWhenItIsAskedAbout) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 1m\nliveness: none\nfleet:\n  homes: { count: 100 }\nexpect:\n"
      "  - database: { table: subscribers, count: '<=100' }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  bool taken = false;
  options_.progress = [&](const RunProgress&) {
    if (taken) return;
    taken = true;
    const auto connection = SqliteConnection::open((folder_.path() / "subscribers.db").string());
    ASSERT_TRUE(connection);
    ASSERT_EQ((*connection)->run("DROP TABLE subscribers"), Step::kDone);
  };
  const RunSummary summary = run(*scenario);
  EXPECT_TRUE(taken);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, ElementsAre(HasSubstr("the user database cannot be read: ")));
}

// 12.1
TEST_F(InvalidRuns, AreThoseWhoseDirectoryTakesNoDatabase) {
  std::filesystem::create_directory(folder_.path() / "subscribers.db");
  const RunSummary summary = run(homes(3));
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, ElementsAre(HasSubstr("subscribers.db")));
}

}  // namespace
}  // namespace dialtone

#include "scenarios/oracles/database_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class DatabaseStory : public OracleStory {
 protected:
  void fill() {
    for (std::size_t group = 0; group < plan_->scenario.fleet.size(); ++group) {
      for (const PlannedDevice& device : *plan_->scenario.fleet[group].devices) {
        rows_.push_back(device_subscriber(plan_->scenario, group, device.index));
      }
    }
  }
};

TEST_F(DatabaseStory, CountsTheSubscribersOfAGroup) {
  expect("database: { table: subscribers, of: homes, count: 3 }");
  fill();
  power_on(seconds(1), "homes-0001");
  expect_passed("3 at 5m");
  rows_.erase(rows_.begin());
  expect_failed("2 at 5m", {"without: homes-0001"});
  EXPECT_EQ(judge().witnesses.front().host, "homes-0001");
}

TEST_F(DatabaseStory, CountsThoseWhoseColumnsSaySo) {
  expect("database: { table: subscribers, where: { settings_revision: \"2\", enabled: \"true\" }, count: \">=2\" }");
  fill();
  rows_[0].settings_revision = rows_[1].settings_revision = rows_[3].settings_revision = 2;
  rows_[3].enabled = false;
  expect_passed("2 at 5m");
  rows_[1].enabled = false;
  EXPECT_FALSE(judge().passed());
}

TEST_F(DatabaseStory, CountsTheBindingsOfAGroupAtAMoment) {
  expect("database: { table: bindings, of: homes, count: 2, at: 1m }");
  EXPECT_EQ(record_->look_moments(), std::vector<Moment>{Moment(minutes(1))});
  bind(seconds(1), 1);
  bind(seconds(1), 2);
  look(minutes(1));
  bind(minutes(2), 3);
  expect_passed("2 at 1m");
}

TEST_F(DatabaseStory, NamesWhoHasTooManyBindingsOrNone) {
  expect("database: { table: bindings, of: homes, count: 3 }");
  bind(seconds(1), 1);
  bind(seconds(1), 2);
  expect_failed("2 at 5m", {"without: homes-0003"});
  bind(seconds(1), 3);
  see(seconds(2), "call-agent", "binding.added", {{"aor", "sip:line100002@voip.example.net"}, {"contact", "sip:b"}});
  expect_failed("4 at 5m", {"with: homes-0002"});
}

// 10 E25
TEST_F(DatabaseStory, NamesWhoHasTheFewestBindingsWhereEachHasOne) {
  expect("database: { table: bindings, of: homes, count: \">4\" }");
  for (int home = 1; home <= 3; ++home) bind(seconds(1), home);
  expect_failed("3 at 5m", {"the fewest, 1: homes-0001, homes-0002, homes-0003"});
  see(seconds(2), "call-agent", "binding.added", {{"aor", "sip:line100002@voip.example.net"}, {"contact", "sip:b"}});
  expect_failed("4 at 5m", {"the fewest, 1: homes-0001, homes-0003"});
  EXPECT_EQ(judge().witnesses.front().host, "homes-0001");
}

// 10 E25
TEST_F(DatabaseStory, NamesTheSubscribersThatMayBeMissingWhereEachHasARow) {
  expect("database: { table: subscribers, of: homes, count: 5 }");
  fill();
  expect_failed("3 at 5m", {"the fewest, 1: homes-0001, homes-0002, homes-0003"});
}

TEST_F(DatabaseStory, NamesWhoIsThereThoughNobodyMustBe) {
  expect("database: { table: bindings, of: homes, count: 0 }");
  bind(seconds(1), 1);
  expect_failed("1 at 5m", {"with: homes-0001"});
}

TEST_F(DatabaseStory, LooksAtEachAddressOfRecord) {
  expect("database: { table: bindings, of: homes, each: \"<=1\" }");
  for (int home = 1; home <= 3; ++home) bind(seconds(1), home);
  expect_passed("3 of 3 at 5m");
  see(seconds(2), "call-agent", "binding.added", {{"aor", "sip:line100002@voip.example.net"}, {"contact", "sip:b"}});
  expect_failed("2 of 3 at 5m", {"not so: homes-0002; the first has 2"});
}

TEST_F(DatabaseStory, CountsTheBindingsOfAnAddressOfRecordThatClonesShareOnce) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 5m\nsafety: none\nliveness: none\n"
      "fleet: { homes: { count: 1 }, twins: { count: 1, clones: homes } }\nexpect:\n"
      "  - database: { table: bindings, of: devices, count: 2 }\n"
      "  - database: { table: bindings, of: twins, count: 2 }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  plan_.emplace(make_plan(*scenario));
  record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  for (const char* contact : {"sip:line100001@10.16.0.1:5060", "sip:line100001@10.32.0.1:5060"}) {
    see(seconds(1), "call-agent", "binding.added", {{"aor", "sip:line100001@voip.example.net"}, {"contact", contact}});
  }
  for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
    EXPECT_TRUE(result.passed()) << result.name;
    EXPECT_EQ(result.measured, "2 at 5m");
  }
}

}  // namespace
}  // namespace dialtone

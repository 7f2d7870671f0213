// Makes oracles from expectations as scenarios write them, and feeds them with events.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "scenarios/engine/run_record.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {

using std::chrono::minutes;
using std::chrono::seconds;

// A plan of five minutes with three homes (homes-0001 to homes-0003), a stranger and one expectation.
class OracleStory : public testing::Test {
 protected:
  // `expectation`: an item for the list `expect`; `more`: further sections.
  void expect(const std::string& expectation, const std::string& more = {}) {
    const std::string safety = "safety: none\nliveness: none\n";
    begin(safety + more + "expect:\n  - " + expectation + "\n");
  }
  // With `in_real_time`, recorded events decide when faults begin and end.
  void begin(const std::string& sections, bool in_real_time = false) {
    const ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 5m\n"
        "fleet:\n  homes: { count: 3 }\n  strangers: { count: 1, identity: unknown }\n" +
            sections,
        "s.yaml");
    ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
    plan_.emplace(make_plan(*scenario));
    record_.emplace(
        *plan_, *EventLog::create(folder_.path() / "events.jsonl"),
        [this]() -> Result<std::vector<Subscriber>> { return rows_; }, in_real_time);
  }
  void see(Duration at, std::string_view host, std::string_view name, std::initializer_list<Field> fields = {}) {
    record_->record({Moment(at), host, name, std::span<const Field>(fields.begin(), fields.size())});
  }
  void look(Duration at) { record_->look(Moment(at)); }
  void power_on(Duration at, std::string_view host) { see(at, host, "device.power_on"); }
  void bind(Duration at, int home) {
    const std::string aor = "sip:line10000" + std::to_string(home) + "@voip.example.net";
    see(at, "call-agent", "binding.added", {{"aor", std::string_view(aor)}, {"contact", "sip:a"}});
  }
  // Returns the first oracle's result at the end of the run.
  OracleResult judge() { return record_->judge(Moment(minutes(5))).front(); }
  void expect_passed(const std::string& measured) {
    const OracleResult result = judge();
    EXPECT_TRUE(result.passed()) << result.name;
    EXPECT_EQ(result.measured, measured);
    EXPECT_TRUE(result.details.empty());
  }
  // Expects a vacuous result with the reason `why`.
  void expect_vacuous(const std::string& why) {
    const OracleResult result = judge();
    EXPECT_EQ(result.verdict, OracleVerdict::kVacuous) << result.name << ": " << to_text(result.verdict);
    EXPECT_EQ(result.told(), "never looked at: " + why);
    EXPECT_FALSE(result.lets_pass());
  }
  void expect_failed(const std::string& measured, const std::vector<std::string>& details) {
    const OracleResult result = judge();
    EXPECT_FALSE(result.passed()) << result.name;
    EXPECT_EQ(result.measured, measured);
    EXPECT_EQ(result.details, details);
  }

  TemporaryFolder folder_;
  std::vector<Subscriber> rows_;
  std::optional<Plan> plan_;
  std::optional<RunRecord> record_;
};

// A blackout of all homes from 1m to 2m.
inline constexpr const char* kBlackout =
    "faults:\n  blackout: { target: homes, at: 1m, do: { power_cut: { off_for: 1m } } }\n";

}  // namespace dialtone

#include "scenarios/oracles/oracle.h"

#include <gtest/gtest.h>

#include "scenarios/engine/run_record.h"
#include "scenarios/language/expectations/threshold.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class MadeOracleStory : public testing::Test {
 protected:
  explicit MadeOracleStory() {
    scenario_.expectations.clear();
    scenario_.liveness.reset();
  }

  void expect(Expectation expectation) { scenario_.expectations.push_back(std::move(expectation)); }
  void begin() {
    plan_.emplace(make_plan(scenario_));
    record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  }
  void see(Duration at, std::string_view host, std::string_view name, std::initializer_list<Field> fields = {}) {
    record_->record({Moment(at), host, name, std::span<const Field>(fields.begin(), fields.size())});
  }
  void power_on_both() {
    see(seconds(1), "homes-0001", "device.power_on");
    see(seconds(2), "homes-0002", "device.power_on");
  }
  OracleResult judge(Duration at) { return record_->judge(Moment(at)).front(); }

  TemporaryFolder folder_;
  Scenario scenario_ = homes(2);
  std::optional<Plan> plan_;
  std::optional<RunRecord> record_;
};

Expectation all_on_within(Duration within, std::string after = {}) {
  return {"all on",
          EventuallyCondition{.group = "homes", .condition = DeviceCondition::kOn, .after = after, .within = within},
          {}};
}

// 10 D21
TEST(MomentText, IsForAPersonAndToTheMillisecond) {
  using std::chrono::milliseconds;
  EXPECT_EQ(moment_text(Moment{}), "0 s");
  EXPECT_EQ(moment_text(Moment(milliseconds(40))), "40 ms");
  EXPECT_EQ(moment_text(Moment(milliseconds(7'607))), "7.607 s");
  EXPECT_EQ(moment_text(Moment(milliseconds(12'346))), "12.346 s");
  EXPECT_EQ(moment_text(Moment(milliseconds(90'250))), "1m 30.25s");
  EXPECT_EQ(moment_text(Moment(milliseconds(120'005))), "2m 0.005s");
  EXPECT_EQ(moment_text(Moment(milliseconds(259'701'495))), "3d 00:08:21.495");
  EXPECT_EQ(moment_text(Moment(std::chrono::hours(8) + std::chrono::minutes(12))), "8h 12m");
}

TEST_F(MadeOracleStory, EventuallyHoldsFromTheMomentWhenAllAre) {
  expect(all_on_within(seconds(5)));
  begin();
  see(seconds(1), "homes-0001", "device.power_on");
  EXPECT_FALSE(record_->decided());
  see(seconds(2), "homes-0002", "device.power_on");
  EXPECT_TRUE(record_->decided());
  const OracleResult result = judge(seconds(3));
  EXPECT_TRUE(result.passed());
  EXPECT_EQ(result.measured, "all 2 at 2 s");
}

TEST_F(MadeOracleStory, EventuallyNoneWaitsUntilTheLastIsNotSo) {
  Expectation none = all_on_within(seconds(9));
  std::get<EventuallyCondition>(none.condition).quantity = Quantity::kNone;
  std::get<EventuallyCondition>(none.condition).from = seconds(3);
  expect(none);
  begin();
  power_on_both();
  see(seconds(4), "homes-0001", "device.power_cut");
  const OracleResult early = judge(seconds(5));
  EXPECT_FALSE(early.passed());
  EXPECT_EQ(early.measured, "1 of 2 at 5 s");
  EXPECT_EQ(early.details.front(), "still powered-on: homes-0002");
  see(seconds(6), "homes-0002", "device.power_cut");
  EXPECT_TRUE(judge(seconds(7)).passed());
  EXPECT_EQ(judge(seconds(7)).measured, "0 of 2 at 6 s");
}

TEST_F(MadeOracleStory, EventuallyFailsAtItsDeadlineAndNamesWhoIsMissing) {
  expect(all_on_within(seconds(5)));
  begin();
  EXPECT_EQ(record_->look_moments().back(), Moment(seconds(5)));
  see(seconds(1), "homes-0001", "device.power_on");
  record_->look(Moment(seconds(5)));
  see(seconds(6), "homes-0002", "device.power_on");
  const OracleResult result = judge(seconds(7));
  EXPECT_FALSE(result.passed());
  EXPECT_EQ(result.measured, "1 of 2 at 5 s");
  EXPECT_EQ(result.details, std::vector<std::string>{"not powered-on: homes-0002"});
}

TEST_F(MadeOracleStory, EventuallyAfterAFaultLooksOnlyWhenTheFaultHasEnded) {
  Fault fault;
  fault.name = "blackout";
  fault.target = "homes";
  fault.at = seconds(10);
  fault.action = PowerAction{PowerLoss::kCut, seconds(5)};
  scenario_.faults.push_back(fault);
  expect(all_on_within(seconds(20), "blackout"));
  begin();
  power_on_both();
  EXPECT_FALSE(record_->decided());
  record_->look(Moment(seconds(15)));
  EXPECT_TRUE(record_->decided());
  EXPECT_EQ(judge(seconds(16)).measured, "all 2 at 15 s");
}

TEST_F(MadeOracleStory, EventuallyLooksAtTheMomentOfItsBeginningAsAWhole) {
  Fault fault;
  fault.name = "blackout";
  fault.target = "homes";
  fault.at = seconds(10);
  fault.action = PowerAction{PowerLoss::kCut, seconds(5)};
  scenario_.faults.push_back(fault);
  Expectation off = all_on_within(seconds(20), "blackout");
  std::get<EventuallyCondition>(off.condition).condition = DeviceCondition::kOff;
  std::get<EventuallyCondition>(off.condition).quantity = Quantity::kAny;
  expect(off);
  begin();
  power_on_both();
  for (const char* host : {"homes-0001", "homes-0002"}) see(seconds(10), host, "device.power_cut");
  for (const char* host : {"homes-0001", "homes-0002"}) see(seconds(15), host, "device.power_on");
  record_->look(Moment(seconds(15)));
  EXPECT_FALSE(judge(seconds(35)).passed());
}

TEST_F(MadeOracleStory, EventuallyAfterAFaultThatBeginsAgainLooksAgain) {
  Fault fault;
  fault.name = "cut";
  fault.target = "homes";
  fault.when.emplace().event = "registration.accepted";
  fault.action = PowerAction{PowerLoss::kCut, seconds(5)};
  scenario_.faults.push_back(fault);
  expect(all_on_within(seconds(20), "cut"));
  begin();
  power_on_both();
  see(seconds(10), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(15), "homes-0001", "fault.ended", {{"fault", "cut"}});
  EXPECT_EQ(judge(seconds(16)).measured, "all 2 at 15 s");
  see(seconds(30), "homes-0002", "fault.started", {{"fault", "cut"}});
  see(seconds(30), "homes-0002", "device.power_cut");
  see(seconds(35), "homes-0002", "fault.ended", {{"fault", "cut"}});
  EXPECT_FALSE(judge(seconds(60)).passed());
}

TEST_F(MadeOracleStory, NeverEventFailsAtTheFirstAndCountsTheRest) {
  expect({"never rejected", NeverEvent{{"registration.rejected", {}}, "homes", {}}, {}});
  begin();
  power_on_both();
  see(seconds(3), "call-agent", "registration.rejected");
  EXPECT_TRUE(judge(seconds(4)).passed());
  see(seconds(4), "homes-0002", "registration.rejected");
  see(seconds(5), "homes-0001", "registration.rejected");
  const OracleResult result = judge(seconds(6));
  EXPECT_FALSE(result.passed());
  EXPECT_EQ(result.measured, "2 times");
  EXPECT_EQ(result.details, std::vector<std::string>{"first: homes-0002 registration.rejected at 4 s"});
}

TEST_F(MadeOracleStory, NeverConditionFailsWhenADeviceBecomesSo) {
  expect({"never on", NeverCondition{"homes", DeviceCondition::kOn, {}}, {}});
  begin();
  EXPECT_TRUE(judge(seconds(1)).passed());
  power_on_both();
  EXPECT_EQ(judge(seconds(3)).measured, "2 times");
}

TEST_F(MadeOracleStory, ThresholdWithoutAnyValueFails) {
  Threshold threshold = *parse_threshold("p(95)<2s");
  threshold.metric = "registration.duration";
  threshold.group = "homes";
  expect({"fast", threshold, {}});
  begin();
  EXPECT_FALSE(judge(seconds(3)).passed());
  EXPECT_EQ(judge(seconds(3)).measured, "no value");
  see(seconds(1), "homes-0001", "device.power_on");
  see(seconds(2), "homes-0001", "registration.request");
  see(seconds(3), "homes-0001", "registration.accepted", {{"contact", "sip:a"}});
  EXPECT_TRUE(judge(seconds(4)).passed());
  EXPECT_EQ(judge(seconds(4)).measured, "p(95) = 1 s");
}

}  // namespace
}  // namespace dialtone

#include "scenarios/oracles/metrics/time_to_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using TimeToStory = OracleStory;

TEST_F(TimeToStory, IsTheFirstMomentWhenSoManyAreSoAtOnce) {
  expect("metric: { bound.time_to: p(60)<=30s, of: homes }");
  power_on(seconds(1), "homes-0001");
  bind(seconds(2), 1);
  see(seconds(3), "call-agent", "binding.expired", {{"aor", "sip:line100001@voip.example.net"}, {"contact", "sip:a"}});
  bind(seconds(10), 2);
  EXPECT_TRUE(judge().failed());
  bind(seconds(30), 3);
  expect_passed("p(60) = 30 s, at 30 s");
}

TEST_F(TimeToStory, MeansOneHalfAndAllOfTheGroup) {
  for (const auto& [aggregate, homes] : {std::pair("min", 1), std::pair("med", 2), std::pair("max", 3)}) {
    expect("metric: { bound.time_to: " + std::string(aggregate) + "<=1m, of: homes }");
    power_on(seconds(1), "homes-0001");
    for (int home = 1; home < homes; ++home) bind(seconds(home), home);
    EXPECT_TRUE(judge().failed()) << aggregate;
    bind(seconds(homes), homes);
    EXPECT_TRUE(judge().passed()) << aggregate;
  }
}

TEST_F(TimeToStory, CountsFromTheEndOfAFault) {
  expect("metric: { powered-on.time_to: max<=20s, of: homes, after: blackout }", kBlackout);
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  see(minutes(1), "homes-0003", "device.power_cut");
  look(minutes(2));
  EXPECT_TRUE(judge().failed());
  power_on(minutes(2) + seconds(21), "homes-0003");
  EXPECT_EQ(judge().measured, "max = 21 s, at 2m 21s");
  EXPECT_TRUE(judge().failed());
}

TEST_F(TimeToStory, CountsAnewWhenTheFaultHasBegunAgain) {
  expect("metric: { powered-on.time_to: max<=20s, of: homes, after: cut }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 10s } } }\n");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  see(seconds(10), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(10), "homes-0001", "device.power_cut");
  see(seconds(20), "homes-0001", "fault.ended", {{"fault", "cut"}});
  power_on(seconds(23), "homes-0001");
  expect_passed("max = 3 s, at 23 s");
  EXPECT_TRUE(record_->is_cut_short(Moment(seconds(25))));
  EXPECT_EQ(record_->judge(Moment(seconds(25)), true).front().verdict, OracleVerdict::kUndecided);
  see(seconds(30), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(30), "homes-0001", "device.power_cut");
  EXPECT_EQ(judge().measured, "max not reached in 0 s: 0 of 3 at most");
  EXPECT_TRUE(judge().failed());
  see(seconds(40), "homes-0001", "fault.ended", {{"fault", "cut"}});
  power_on(seconds(61), "homes-0001");
  EXPECT_EQ(judge().measured, "max = 21 s, at 1m 1s");
  EXPECT_TRUE(judge().failed());
}

TEST_F(TimeToStory, KeepsWhatItFoundDuringAFaultThatIsOver) {
  expect("metric: { powered-off.time_to: min<=5s, of: homes, during: cut }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 10s } } }\n");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  see(seconds(10), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(12), "homes-0001", "device.power_cut");
  see(seconds(20), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_passed("min = 2 s, at 12 s");
}

TEST_F(TimeToStory, SaysWhoIsMissing) {
  expect("metric: { bound.time_to: max<1m, of: homes, until: 2m }");
  power_on(seconds(1), "homes-0002");
  bind(seconds(1), 1);
  look(minutes(2));
  bind(minutes(3), 2);
  expect_failed("max not reached in 2m: 1 of 3 at most",
                {"wanted max<1m", "not bound at the end: homes-0002, homes-0003"});
}

TEST_F(TimeToStory, ThatSoManyAreNotSoForLongHoldsIfThereWasTheTime) {
  expect("metric: { bound.time_to: max>=4m, of: homes }");
  power_on(seconds(1), "homes-0001");
  EXPECT_TRUE(judge().passed()) << judge().measured;
  expect("metric: { bound.time_to: max>=4m, of: homes, from: 2m }");
  power_on(seconds(1), "homes-0001");
  EXPECT_TRUE(judge().failed()) << judge().measured;
}

TEST_F(TimeToStory, HoldsForNothingBeforeAnyIsOn) {
  expect("metric: { powered-off.time_to: max<1s, of: homes }");
  look(seconds(0));
  expect_vacuous("no device was on when it held, at 0 s");
  expect("metric: { bound.time_to: max<1s, of: homes }");
  expect_vacuous("no device was on");
}

TEST_F(TimeToStory, TheRunGoesOnUntilItIsKnown) {
  begin(
      "safety: none\nliveness: none\nexpect:\n  - metric: { bound.time_to: min<1m, of: homes }\n"
      "  - eventually: { all: devices, are: powered-on, within: 1m }\n");
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003", "strangers-0001"}) power_on(seconds(1), host);
  EXPECT_FALSE(record_->decided());
  bind(seconds(2), 2);
  EXPECT_TRUE(record_->decided());
}

}  // namespace
}  // namespace dialtone

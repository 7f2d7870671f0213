#include "scenarios/oracles/liveness_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

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
  expect_passed("all at 3s");
}

TEST_F(LivenessStory, FailsAtItsBoundAndNamesWhoIsNot) {
  ask("liveness: { within: 1m }\n");
  register_home(seconds(1), 1);
  register_home(seconds(1), 3);
  power_on(seconds(1), "homes-0002");
  look(minutes(1));
  register_home(minutes(2), 2);
  expect_failed("1 not at 1m", {"since 0s nothing stands in their way; not registered: homes-0002"});
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
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.measured, "1 not at 150s");
}

TEST_F(LivenessStory, IsNotMetByWhoHasNoPowerYetWhenTheFaultEnds) {
  ask(std::string(kBlackout) + "liveness: { within: 30s }\n");
  for (int home = 1; home <= 3; ++home) register_home(seconds(home), home);
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003"}) see(minutes(1), host, "device.power_cut");
  look(minutes(2));
  for (const char* host : {"homes-0001", "homes-0002", "homes-0003"}) power_on(minutes(2), host);
  look(minutes(2) + seconds(30));
  EXPECT_FALSE(judge().passed);
}

TEST_F(LivenessStory, AsksNothingWhereAFaultLastsToTheEnd) {
  ask("faults:\n  ill: { target: provisioning, do: { answer: { status: 503 } } }\n");
  expect_passed("not asked: ill lasts to the end");
}

}  // namespace
}  // namespace dialtone

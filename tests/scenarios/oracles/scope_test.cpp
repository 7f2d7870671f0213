#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class ScopeStory : public OracleStory {
 protected:
  // How often the expectation was broken by an event at each of these moments.
  void expect_counted(const std::vector<Duration>& moments, const std::string& measured) {
    for (const Duration at : moments) see(at, "homes-0001", "registration.rejected");
    EXPECT_EQ(judge().measured, measured);
  }
  void power_on_all() {
    for (const char* host : {"homes-0001", "homes-0002", "homes-0003", "strangers-0001"}) power_on(seconds(1), host);
  }
};

TEST_F(ScopeStory, BeginsAtAMomentAndEndsBeforeAnother) {
  expect("never: { event: registration.rejected, from: 1m, until: 2m }");
  expect_counted({minutes(1) - Duration(1), minutes(2)}, "never");
  expect_counted({minutes(1), minutes(2) - Duration(1)}, "2 times");
}

TEST_F(ScopeStory, BeginsWhenAFaultHasEnded) {
  expect("never: { event: registration.rejected, after: blackout }", kBlackout);
  expect_counted({minutes(1), minutes(2) - Duration(1)}, "never");
  expect_counted({minutes(2), minutes(4)}, "2 times");
}

TEST_F(ScopeStory, IsAFaultsTime) {
  expect("never: { event: registration.rejected, during: blackout }", kBlackout);
  expect_counted({minutes(1) - Duration(1), minutes(2)}, "never");
  expect_counted({minutes(1), minutes(2) - Duration(1)}, "2 times");
}

TEST_F(ScopeStory, FollowsAFaultThatTheRunBegins) {
  expect("never: { event: registration.rejected, during: cut }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 1m } } }\n");
  expect_counted({seconds(1)}, "never");
  see(seconds(2), "homes-0001", "fault.started", {{"fault", "cut"}});
  expect_counted({seconds(2), seconds(3)}, "2 times");
  see(seconds(4), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_counted({seconds(5)}, "2 times");
}

TEST_F(ScopeStory, EndsForEachDeviceWithItsOwnEvent) {
  expect("never: { event: registration.request, of: homes, until: { event: [settings.stored, settings.loaded] } }");
  see(seconds(1), "homes-0001", "settings.stored");
  see(seconds(1), "homes-0002", "settings.loaded");
  see(seconds(2), "homes-0001", "registration.request");
  see(seconds(2), "homes-0002", "registration.request");
  expect_passed("never");
  see(seconds(3), "homes-0003", "registration.request");
  expect_failed("1 time", {"first: homes-0003 registration.request at 3s"});
}

TEST_F(ScopeStory, BeginsForEachDeviceWithItsOwnEvent) {
  expect("never: { event: device.reboot, of: homes, from: { event: registration.accepted } }");
  see(seconds(1), "homes-0001", "device.reboot");
  see(seconds(2), "homes-0001", "registration.accepted");
  see(seconds(3), "homes-0002", "device.reboot");
  expect_passed("never");
  see(seconds(4), "homes-0001", "device.reboot");
  expect_failed("1 time", {"first: homes-0001 device.reboot at 4s"});
}

// An eventually that holds as soon as all are on.
constexpr const char* kDone = "  - eventually: { all: homes, are: powered-on, within: 1m }";

TEST_F(ScopeStory, AWriteThatAFaultWaitedForKeepsTheRunGoing) {
  expect("never: { event: registration.rejected }\n" + std::string(kDone),
         "faults:\n  torn: { target: homes, when: { write: 1, byte: 5 }, do: { power_cut: { off_for: 50s } } }\n");
  power_on_all();
  EXPECT_TRUE(record_->decided());
  expect("never: { event: registration.rejected }\n" + std::string(kDone),
         "faults:\n  torn: { target: homes, when: { write: 1, byte: 5 }, do: { power_cut: { off_for: 50s } } }\n");
  see(Duration{}, "homes-0001", "fault.started", {{"fault", "torn"}});
  power_on_all();
  look(seconds(49));
  EXPECT_FALSE(record_->decided());
  look(seconds(50));
  EXPECT_TRUE(record_->decided());
}

TEST_F(ScopeStory, AFaultKeepsTheRunGoingForThoseThatItHits) {
  for (const auto& [hits, decided] : {std::pair("0.001%", true), std::pair("100%", false)}) {
    expect("never: { event: registration.rejected }\n" + std::string(kDone),
           "faults:\n  late: { target: homes, hits: " + std::string(hits) +
               ", when: { event: device.power_on, after: 1m }, do: { reset: tcp } }\n");
    power_on_all();
    EXPECT_EQ(record_->decided(), decided) << hits;
  }
}

TEST_F(ScopeStory, KeepsTheRunGoingUntilItIsOver) {
  expect("never: { event: registration.rejected }\n" + std::string(kDone));
  power_on_all();
  EXPECT_TRUE(record_->decided());
  expect("never: { event: registration.rejected, from: 1m, until: 2m }\n" + std::string(kDone));
  power_on_all();
  EXPECT_FALSE(record_->decided());
  look(minutes(1));
  EXPECT_FALSE(record_->decided());
  look(minutes(2));
  EXPECT_TRUE(record_->decided());
}

}  // namespace
}  // namespace dialtone

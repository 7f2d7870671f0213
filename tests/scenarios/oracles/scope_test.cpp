#include <array>

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class ScopeStory : public OracleStory {
 protected:
  // Records a violating event at each of these moments, and expects this result.
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
  expect_vacuous("cut never began");
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
  expect_failed("1 time", {"first: homes-0003 registration.request at 3 s"});
}

TEST_F(ScopeStory, BeginsForEachDeviceWithItsOwnEvent) {
  expect("never: { event: device.reboot, of: homes, from: { event: registration.accepted } }");
  see(seconds(1), "homes-0001", "device.reboot");
  see(seconds(2), "homes-0001", "registration.accepted");
  see(seconds(3), "homes-0002", "device.reboot");
  expect_passed("never");
  see(seconds(4), "homes-0001", "device.reboot");
  expect_failed("1 time", {"first: homes-0001 device.reboot at 4 s"});
}

// An `eventually` that is met as soon as all homes are on.
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

// A blackout from 1m to 2m, in real time: the power is back some milliseconds later.
class RealTimeScope : public OracleStory {
 protected:
  void pass(const std::string& expectation) {
    begin("safety: none\nliveness: none\n" + std::string(kBlackout) + "expect:\n  - " + expectation + "\n", true);
    for (const char* home : kHomes) power_on(seconds(1), home);
    see(minutes(1), "homes", "fault.started", {{"fault", "blackout"}});
    for (const char* home : kHomes) see(minutes(1), home, "device.power_cut");
    look(minutes(2));
    Duration back = minutes(2);
    for (const char* home : kHomes) power_on(back += std::chrono::milliseconds(1), home);
    see(back, "homes", "fault.ended", {{"fault", "blackout"}});
    look(minutes(4));
  }
  static constexpr std::array kHomes{"homes-0001", "homes-0002", "homes-0003"};
};

// 10 E24
TEST_F(RealTimeScope, AnEventuallyBeginsWhenThePowerIsBack) {
  pass("eventually: { none: homes, are: powered-on, after: blackout, within: 1m }");
  EXPECT_FALSE(judge().passed());
  pass("eventually: { any: homes, are: powered-off, after: blackout, within: 1m }");
  EXPECT_FALSE(judge().passed());
}

// 10 E24
TEST_F(RealTimeScope, ANeverBeginsWhenThePowerIsBack) {
  pass("never: { any: homes, are: powered-off, after: blackout }");
  EXPECT_TRUE(judge().passed());
}

// 10 E24
TEST_F(RealTimeScope, AFaultThatHappensOnceIsOverWhenItHasEnded) {
  pass("never: { event: registration.rejected, during: blackout }");
  EXPECT_FALSE(record_->is_cut_short(Moment(minutes(5))));
  EXPECT_TRUE(record_->judge(Moment(minutes(4)), true).front().passed());
}

// 10 E24
TEST_F(RealTimeScope, TheDeadlineCountsFromTheMomentWhenThePowerIsBack) {
  pass("eventually: { all: homes, are: registered, after: blackout, within: 1m }");
  const Moment back(minutes(2) + std::chrono::milliseconds(3));
  EXPECT_EQ(record_->look_moments(), (std::vector<Moment>{back, back + minutes(1)}));
}

// --- devices in a state ---

class StateScopeStory : public OracleStory {
 protected:
  void request(Duration at, std::string_view host) { see(at, host, "registration.request"); }
  void all_on() {
    for (const char* host : {"homes-0001", "homes-0002", "homes-0003", "strangers-0001"}) power_on(seconds(1), host);
  }
};

TEST_F(StateScopeStory, EndsWhenTheDevicesAreSo) {
  expect("never: { event: registration.request, of: strangers, until: { all: homes, are: bound } }");
  all_on();
  bind(seconds(2), 1);
  bind(seconds(3), 2);
  bind(seconds(4), 3);
  request(seconds(4), "strangers-0001");
  expect_passed("never");
  see(seconds(5), "call-agent", "server.crashed");
  request(seconds(6), "strangers-0001");
  expect_passed("never");
}

TEST_F(StateScopeStory, HasNotEndedBeforeTheDevicesAreSo) {
  expect("never: { event: registration.request, of: strangers, until: { all: homes, are: bound } }");
  all_on();
  bind(seconds(2), 1);
  bind(seconds(3), 2);
  request(seconds(4), "strangers-0001");
  expect_failed("1 time", {"first: strangers-0001 registration.request at 4 s"});
}

TEST_F(StateScopeStory, BeginsWhenTheDevicesAreSoOnce) {
  expect("metric: { registration.request: count==1, of: homes, from: { at_least: 2, of: homes, are: bound } }");
  all_on();
  request(seconds(1), "homes-0001");
  bind(seconds(2), 1);
  request(seconds(3), "homes-0001");
  expect_failed("count = 0", {"wanted count==1", "without: homes-0001, homes-0002, homes-0003"});
  bind(seconds(4), 2);
  see(seconds(5), "call-agent", "server.crashed");
  request(seconds(6), "homes-0001");
  expect_passed("count = 1");
}

TEST_F(StateScopeStory, ThatNeverBeginsOrEndsAtOnceSaysNothing) {
  expect("never: { event: device.reboot, from: { all: homes, are: bound } }");
  all_on();
  expect_vacuous("at no moment all homes are bound");
  expect("never: { event: device.reboot, until: { none: homes, are: bound } }");
  look(seconds(0));
  expect_vacuous("none of homes are bound when it begins");
}

TEST_F(StateScopeStory, AStateIsWatchedFromThenOn) {
  expect("always: { all: homes, are: powered-on, from: { all: homes, are: powered-on } }");
  all_on();
  expect_passed("always");
  see(seconds(9), "homes-0002", "device.power_cut");
  expect_failed("not so 1 time", {"first: homes-0002 not powered-on at 9 s"});
}

// --- while ---

TEST_F(StateScopeStory, WhileADeviceIsInAStateItsEventsCount) {
  expect("never: { event: registration.request, of: homes, while: bound }");
  all_on();
  request(seconds(2), "homes-0001");
  bind(seconds(3), 1);
  request(seconds(4), "homes-0002");
  expect_passed("never");
  request(seconds(5), "homes-0001");
  expect_failed("1 time", {"first: homes-0001 registration.request at 5 s"});
}

TEST_F(StateScopeStory, WhileADeviceIsInAStateAnotherIsWatched) {
  expect("always: { all: homes, are: powered-on, while: bound }");
  all_on();
  bind(seconds(3), 1);
  see(seconds(4), "homes-0002", "device.power_cut");
  expect_passed("always");
  see(seconds(5), "homes-0001", "device.power_cut");
  expect_failed("not so 1 time", {"first: homes-0001 not powered-on at 5 s"});
}

TEST_F(StateScopeStory, WhileAFaultLastsForADeviceItsEventsCount) {
  expect("metric: { registration.request: count<=9, of: homes, while: dark }",
         "faults:\n  dark: { target: homes, at: 1m, spread: 1m, do: { power_cut: { off_for: 30s } } }\n");
  all_on();
  const Moment hit = plan_->scenario.fleet[0].devices->at(1).fault_times.at(0);
  request(hit - Moment{} - Duration(1), "homes-0002");
  request(hit - Moment{}, "homes-0002");
  request(hit - Moment{} + seconds(30) - Duration(1), "homes-0002");
  request(hit - Moment{} + seconds(30), "homes-0002");
  expect_passed("count = 2");
}

TEST_F(StateScopeStory, WhileAChangeThatStrikesApartLastsForADeviceItsEventsCount) {
  for (const char* act :
       {"quirk: ignores-notify", "profile: snom", "identity: unknown", "credentials: wrong", "busy: line"}) {
    expect("metric: { registration.request: count<=9, of: homes, while: odd }",
           "seed: 3\nfaults:\n  odd: { target: homes, from: 1m, until: 3m, spread: 1m, hits: 50%, do: { " +
               std::string(act) + " } }\n");
    all_on();
    int hit = 0;
    for (const PlannedDevice& home : *plan_->scenario.fleet[0].devices) {
      const bool is_hit = home.fault_times.at(0) != kNotHit;
      const Duration begin = is_hit ? home.fault_times.at(0) - Moment{} : minutes(2);
      hit += is_hit ? 1 : 0;
      for (const Duration at : {begin - Duration(1), begin, minutes(3) - Duration(1), Duration(minutes(3))}) {
        request(at, home.name);
      }
    }
    ASSERT_EQ(hit, 2) << "this seed's draw";
    expect_passed("count = 4");
  }
}

TEST_F(StateScopeStory, WhileAWindowOfSomeDevicesIsOpenTheirEventsCount) {
  const std::string window = "faults:\n  odd: { target: homes, from: 1m, until: 3m, hits: ";
  for (const auto& [hits, measured] : {std::pair("100%", "count = 6"), std::pair("0.001%", "count = 0")}) {
    expect("metric: { registration.request: count<=9, of: homes, while: odd }",
           window + hits + ", do: { drop: all } }\n");
    all_on();
    for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) {
      for (const Duration at :
           {minutes(1) - Duration(1), Duration(minutes(1)), minutes(3) - Duration(1), Duration(minutes(3))}) {
        request(at, home);
      }
    }
    EXPECT_EQ(judge().measured, measured);
  }
}

TEST_F(StateScopeStory, WhileATriggeredFaultLastsForADeviceItsEventsCount) {
  expect("metric: { registration.request: count<=9, of: homes, while: cut }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 1m } } }\n");
  all_on();
  expect_vacuous("cut never began");
  see(seconds(2), "homes-0001", "fault.started", {{"fault", "cut"}});
  request(seconds(3), "homes-0001");
  request(seconds(3), "homes-0002");
  see(seconds(4), "homes-0001", "fault.ended", {{"fault", "cut"}});
  request(seconds(5), "homes-0001");
  expect_passed("count = 1");
}

TEST_F(StateScopeStory, WhileWhatNeverWasSaysNothing) {
  expect("never: { event: registration.request, of: homes, while: bound }");
  all_on();
  expect_vacuous("no device was bound");
}

TEST_F(StateScopeStory, WhileAFaultThatWasOverBeforeSaysNothing) {
  const std::string dark = "faults:\n  dark: { target: homes, at: 0s, do: { power_cut: { off_for: 20s } } }\n";
  for (const char* what :
       {"never: { event: provision.request, of: homes, ", "metric: { provision.request: count<=5, of: homes, "}) {
    expect(what + std::string("from: 20s, while: dark }"), dark);
    all_on();
    expect_vacuous("dark lasted for no device at that time");
    expect(what + std::string("from: 19s, while: dark }"), dark);
    all_on();
    EXPECT_TRUE(judge().passed());
  }
}

TEST_F(StateScopeStory, WhileAFaultThatComesLaterSaysNothing) {
  expect("never: { event: provision.request, of: homes, until: 1m, while: blackout }", kBlackout);
  all_on();
  expect_vacuous("blackout lasted for no device at that time");
  expect("never: { event: provision.request, of: homes, until: 61s, while: blackout }", kBlackout);
  all_on();
  expect_passed("never");
}

TEST_F(StateScopeStory, WhileAStateThatWasOverBeforeSaysNothing) {
  for (const char* what :
       {"never: { event: provision.request, of: homes, ", "metric: { provision.request: count<=5, of: homes, ",
        "always: { all: homes, are: powered-on, "}) {
    expect(what + std::string("from: 1m, while: bound }"));
    all_on();
    bind(seconds(2), 1);
    see(minutes(1), "call-agent", "server.crashed");
    expect_vacuous("no device was bound at that time");
    bind(seconds(61), 2);
    EXPECT_TRUE(judge().passed()) << what;
    see(seconds(62), "call-agent", "server.crashed");
    EXPECT_TRUE(judge().passed()) << what;
  }
}

TEST_F(StateScopeStory, WhileATriggeredFaultThatWasOverBeforeSaysNothing) {
  expect("never: { event: provision.request, of: homes, from: 1m, until: 2m, while: cut }",
         "faults:\n  cut: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 10s } } }\n");
  all_on();
  see(seconds(2), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(12), "homes-0001", "fault.ended", {{"fault", "cut"}});
  expect_vacuous("cut lasted for no device at that time");
  see(seconds(59), "homes-0001", "fault.started", {{"fault", "cut"}});
  see(seconds(69), "homes-0001", "fault.ended", {{"fault", "cut"}});
  see(seconds(130), "homes-0001", "fault.started", {{"fault", "cut"}});
  expect_passed("never");
}

TEST_F(StateScopeStory, WhileAStateThatADeviceLostBeforeItsOwnBeginningSaysNothing) {
  const char* const what = "never: { event: device.reboot, of: homes, from: { event: settings.stored }, while: bound }";
  expect(what);
  all_on();
  bind(seconds(2), 1);
  expect_vacuous("no device had settings.stored");
  see(seconds(3), "call-agent", "server.crashed");
  see(seconds(4), "homes-0001", "settings.stored");
  expect_vacuous("no device was bound at that time");
  bind(seconds(5), 1);
  expect_passed("never");
}

TEST(WhileAFault, ThatIsOverAtOnceForEachDeviceIsRefused) {
  const std::string head =
      "scenario: s\nfleet: { homes: { count: 3 } }\n"
      "faults: { kick: { target: homes, at: 1s, spread: 9s, do: { reset: tcp } } }\n"
      "expect: [ { never: { event: device.reboot, ";
  const ScenarioResult during = read_scenario(head + "during: kick } } ]\n", "s.yaml");
  EXPECT_TRUE(during.ok()) << to_text(during.error());
  const ScenarioResult each = read_scenario(head + "while: kick } } ]\n", "s.yaml");
  ASSERT_FALSE(each.ok());
  EXPECT_EQ(to_text(each.error()), "s.yaml:4:51: 'kick' is over at once; nothing happens during it\n");
}

}  // namespace
}  // namespace dialtone

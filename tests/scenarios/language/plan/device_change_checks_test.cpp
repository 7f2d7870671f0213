// Mistakes in faults that change devices.
#include "scenarios/language/plan/device_change_checks.h"

#include <gtest/gtest.h>

#include "scenarios/language/plan/liveness.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

std::string told(const std::string& fault, const std::string& homes = "count: 3") {
  return faults_of("scenario: s\nfleet: { homes: { " + homes + " } }\nfaults:\n  f: { target: homes, " + fault +
                   " }\n");
}

TEST(DeviceChangeChecks, RefuseAQuirkThatTheTransportCannotHave) {
  EXPECT_EQ(told("do: { quirk: never-notices-a-dead-connection }"),
            "s.yaml:4:36: 'never-notices-a-dead-connection' needs 'transport: tcp', which 'homes' does not have\n");
  EXPECT_EQ(told("do: { quirk: [ignores-notify, never-notices-a-dead-connection] }"),
            "s.yaml:4:53: 'never-notices-a-dead-connection' needs 'transport: tcp', which 'homes' does not have\n");
  EXPECT_EQ(told("do: { quirk: never-notices-a-dead-connection }", "count: 3, transport: tcp"), "");
}

TEST(DeviceChangeChecks, RefuseWrongCredentialsOfWhoHasNone) {
  EXPECT_EQ(told("do: { credentials: wrong-for-provisioning }"),
            "s.yaml:4:42: 'homes' has 'authentication: none', and no credentials for provisioning\n");
  EXPECT_EQ(told("do: { credentials: wrong-for-provisioning }", "count: 3, authentication: digest"), "");
  EXPECT_EQ(told("do: { credentials: wrong }"), "");
}

TEST(DeviceChangeChecks, RefuseAChangeOfALoad) {
  const std::string load = "count: 1, load: { send: register, rate: 5 }";
  EXPECT_EQ(told("do: { busy: line }", load), "s.yaml:4:29: 'homes' is a load, of which 'busy' changes nothing\n");
  EXPECT_EQ(told("at: 1s, do: { address: new }", load), "");
}

TEST(DeviceChanges, AreReadStrictly) {
  EXPECT_EQ(told("do: { quirk: ignores-notfy }"),
            "s.yaml:4:36: there is no quirk 'ignores-notfy'; did you mean 'ignores-notify'?\n");
  EXPECT_EQ(told("do: { quirk: accepts-any-password }"),
            "s.yaml:4:36: there is no quirk 'accepts-any-password' here; it is one of call agents\n");
  EXPECT_EQ(told("do: { quirk: ignores-password }"),
            "s.yaml:4:36: there is no quirk 'ignores-password' here; it is one of provisioning servers\n");
  EXPECT_EQ(told("do: { quirk: [] }"), "s.yaml:4:36: 'quirk' names none\n");
  EXPECT_EQ(told("do: { quirk: [ignores-notify, ignores-notify] }"),
            "s.yaml:4:53: 'ignores-notify' is there already\n");
  EXPECT_EQ(told("do: { busy: line, quirk: ignores-notify }"),
            "s.yaml:4:29: 'busy' is a fault other than 'quirk', with a name and a 'do' of its own\n");
  EXPECT_EQ(told("do: { profile: snmo }"), "s.yaml:4:38: there is no profile 'snmo'; did you mean 'snom'?\n");
  EXPECT_EQ(told("do: { identity: disabled }"),
            "s.yaml:4:39: 'identity' must be one of unknown, wrong-mac, wrong-customer, not 'disabled'\n");
  EXPECT_EQ(told("do: { credentials: right }"),
            "s.yaml:4:42: 'credentials' must be one of wrong, wrong-for-call-agents, wrong-for-provisioning, not "
            "'right'\n");
  EXPECT_EQ(told("do: { busy: handset }"), "s.yaml:4:35: 'busy' must be one of line, not 'handset'\n");
  EXPECT_EQ(faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nfaults:\n  f: { target: call_agent, do: { quirk: "
                      "ignores-notify } }\n")
                    .find("s.yaml:4:34: 'quirk' cannot be done to 'call_agent'\n") != std::string::npos,
            true);
}

TEST(DeviceChangeChecks, RefuseAProfileThatTheDevicesHave) {
  EXPECT_EQ(told("do: { profile: snom }", "count: 3, profile: snom"),
            "s.yaml:4:38: 'homes' has the profile 'snom' already\n");
  EXPECT_EQ(told("do: { profile: ata-sip }"), "s.yaml:4:38: 'homes' has the profile 'ata-sip' already\n");
  EXPECT_EQ(told("do: { profile: snom }"), "");
  // Behind another profile, their own is a change.
  EXPECT_EQ(told("do: { profile: snom } }\n  g: { target: homes, from: 1s, do: { profile: ata-sip }"), "");
}

TEST(DeviceChangeChecks, RefuseAnActThatNeedsAnotherTransport) {
  const auto of_answers = [](const std::string& match, const std::string& act) {
    return faults_of(
        "scenario: s\nfleet: { homes: { count: 1, transport: tcp }, offices: { count: 1 } }\nfaults:\n"
        "  f: { target: call_agent, match: { " +
        match + " }, do: { " + act + " } }\n");
  };
  EXPECT_EQ(of_answers("from: homes", "send: { from: another-port }"),
            "s.yaml:4:66: 'from' acts over UDP only, and 'homes' registers over TCP\n");
  EXPECT_EQ(of_answers("from: homes", "send: { copies: 2, to: another-device }"),
            "s.yaml:4:77: 'to' acts over UDP only, and 'homes' registers over TCP\n");
  EXPECT_EQ(of_answers("from: homes", "send: { copies: 2 }"), "");
  EXPECT_EQ(of_answers("from: homes", "close: connection"), "");
  EXPECT_EQ(of_answers("from: offices", "close: connection"),
            "s.yaml:4:60: 'close' acts over TCP only, and 'offices' registers over UDP\n");
  EXPECT_EQ(of_answers("nth: 1", "close: connection, send: { from: another-port }"), "");
  EXPECT_EQ(faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nfaults:\n"
                      "  f: { target: call_agent, do: { close: connection } }\n"),
            "s.yaml:4:34: 'close' acts over TCP only, and all groups register over UDP\n");
}

TEST(DeviceChanges, LastForAWindowWithASpread) {
  EXPECT_EQ(
      told("at: 5s, do: { busy: line }"),
      "s.yaml:4:23: 'at' is for what happens at once; this lasts, with 'from' and 'until', or 'when' and 'for'\n");
  EXPECT_EQ(told("from: 5s, until: 9s, spread: 4s, do: { busy: line }"),
            "s.yaml:4:44: 'spread' reaches 9s, and the window ends at 9s\n");
  EXPECT_EQ(told("from: 5s, until: 9s, spread: 3s, do: { busy: line }"), "");
  EXPECT_EQ(told("when: { event: device.boot }, spread: 3s, do: { busy: line }"),
            "s.yaml:4:53: 'spread' and 'when' exclude each other\n");
  EXPECT_EQ(told("from: 5s, until: 9s, spread: 3s, do: { drop: tcp }"),
            "s.yaml:4:44: 'spread' is for what happens at once; this lasts, with 'from' and 'until', or 'when' and "
            "'for'\n");
}

TEST(DeviceChanges, ToTheEndKeepNobodyElseFromBeingHealthy) {
  const std::string head = "scenario: s\nfleet: { homes: { count: 3 } }\nfaults:\n  f: { target: homes, exactly: 1, ";
  EXPECT_EQ(settled_by(*read_scenario(head + "from: 1m, do: { quirk: ignores-notify } }\n", "s.yaml")), Duration{});
  EXPECT_EQ(settled_by(
                *read_scenario(head + "from: 1m, until: 2m, spread: 10s, do: { quirk: ignores-notify } }\n", "s.yaml")),
            std::chrono::minutes(2));
}

}  // namespace
}  // namespace dialtone

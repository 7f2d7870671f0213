// Expectations on events that no run of the scenario can record.
#include "scenarios/language/expectations/possible_events.h"

#include <gtest/gtest.h>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// The message about the only expectation, without its place; empty if there is none.
std::string told(const std::string& expectation, const std::string& record, const std::string& more = {}) {
  const std::string all = faults_of(
      "scenario: s\nduration: 5m\nfleet:\n  homes: { count: 3 }\n"
      "  guessers: { count: 1, load: { send: register, rate: 1 } }\n" +
      (record.empty() ? "" : "record: " + record + "\n") + more + "expect:\n  - " + expectation + "\n");
  const std::size_t reason = all.find(": ");
  return all.empty() ? all : all.substr(reason + 2, all.find('\n') - reason - 2);
}

constexpr const char* kNoRequests = "'request.received' is recorded only with 'record: [requests]'";
constexpr const char* kNoHeader =
    "'header.sent' is recorded only for headers that 'record' names, such as 'record: [SIP.Via]'";

TEST(PossibleEvents, OfRequestsNeedTheirRecord) {
  for (const char* what :
       {"never: { event: request.received, where: { again: true } }", "metric: { request.received: count<=5 }",
        "metric: { request.received.interval: min>=1s, of: homes }",
        "eventually: { event: request.received, of: call_agent, within: 1m }",
        "sequence: { of: homes, when: { event: request.received }, next: { event: registration.accepted } }",
        "sequence: { of: homes, when: { event: registration.request }, next: { event: request.received } }",
        "never: { any: homes, are: retrying, from: { event: request.received } }",
        "metric: { registration.request: count<=9, until: { event: [settings.stored, request.received] } }"}) {
    EXPECT_EQ(told(what, ""), kNoRequests) << what;
    EXPECT_EQ(told(what, "[SIP.Via, HTTP.Via]"), kNoRequests) << what;
    EXPECT_EQ(told(what, "requests"), "") << what;
  }
}

TEST(PossibleEvents, AreToldWithTheirPlace) {
  EXPECT_EQ(
      faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nexpect:\n  - never: { event: header.sent, of: homes }\n"),
      std::string("s.yaml:4:21: ") + kNoHeader + "\n");
  EXPECT_EQ(faults_of("scenario: s\nrecord: SIP.Contact\nfleet: { homes: { count: 1 } }\nexpect:\n"
                      "  - never: { event: header.sent, where: { header: Via } }\n"),
            "s.yaml:5:51: 'Via' is not in 'record'\n");
}

TEST(PossibleEvents, OfHeadersNeedTheRecordOfTheirProtocol) {
  EXPECT_EQ(told("never: { event: header.sent, of: homes }", "requests"), kNoHeader);
  EXPECT_EQ(told("never: { event: header.sent, of: homes }", "HTTP.Via"), kNoHeader);
  EXPECT_EQ(told("never: { event: header.sent }", "HTTP.Via"), "");
  EXPECT_EQ(told("never: { event: header.received, of: provisioning, where: { header: SIP.Contact } }", "SIP.Contact"),
            "'header.received' is recorded only for headers that 'record' names, such as 'record: [HTTP.Via]'");
  EXPECT_EQ(told("never: { event: header.received, of: provisioning, where: { header: SIP.Contact } }",
                 "[SIP.Contact, HTTP.Via]"),
            "such a server records no 'SIP.Contact'");
}

TEST(PossibleEvents, AreOfTheHeadersThatAreRecorded) {
  const auto of = [](const std::string& condition) {
    return told("never: { event: header.sent, where: { header: " + condition + " } }", "[SIP.Contact, HTTP.Via]");
  };
  EXPECT_EQ(of("Contact"), "");
  EXPECT_EQ(of("\"!=Contact\""), "");
  EXPECT_EQ(of("\"~on\""), "");
  EXPECT_EQ(of("\"~x\""), "no header in 'record' is so");
  EXPECT_EQ(of("Expires"), "'Expires' is not in 'record'");
  EXPECT_EQ(of("Contacts"), "'Contacts' is not in 'record'; did you mean 'Contact'?");
  EXPECT_EQ(of("SIP.Expires"), "'SIP.Expires' is not in 'record'");
  EXPECT_EQ(of("SIP.Contact"), "'header' is a name without its protocol: Contact");
}

TEST(PossibleEvents, HaveARealmOnlyAsChallenges) {
  const auto of = [](const std::string& record, const std::string& more = {}) {
    return told("never: { event: header.sent, where: { realm: \"!=x\"" + more + " } }", record);
  };
  const std::string none =
      "only WWW-Authenticate and Proxy-Authenticate have a realm, and 'record' names none that is meant here";
  EXPECT_EQ(of("[SIP.Contact, SIP.Authorization]"), none);
  EXPECT_EQ(of("[SIP.Contact, SIP.WWW-Authenticate]", ", header: Contact"), none);
  EXPECT_EQ(of("SIP.www-authenticate"), "");
  EXPECT_EQ(of("HTTP.Proxy-Authenticate"), "");
}

TEST(PossibleEvents, HaveNoValueOfCookies) {
  const auto of = [](const std::string& record, const std::string& more = {}) {
    return told("never: { event: header.sent, where: { value: \"~id=\"" + more + " } }", record);
  };
  EXPECT_EQ(of("HTTP.Set-Cookie"), "'Set-Cookie' is recorded as '*', whatever its value is");
  EXPECT_EQ(of("[HTTP.Set-Cookie, HTTP.Via]", ", header: Set-Cookie"),
            "'Set-Cookie' is recorded as '*', whatever its value is");
  EXPECT_EQ(of("[HTTP.Set-Cookie, HTTP.Via]"), "");
  EXPECT_EQ(told("never: { event: header.sent, where: { header: Set-Cookie } }", "HTTP.Set-Cookie"), "");
}

TEST(PossibleEvents, OfALoadAreNotThoseOfADevicesLife) {
  EXPECT_EQ(told("never: { event: registration.request, of: guessers }", ""),
            "'guessers' is a load, which records no 'registration.request'");
  EXPECT_EQ(told("metric: { provision.request: count<=5, of: guessers }", ""),
            "'guessers' is a load, which records no 'provision.request'");
  EXPECT_EQ(told("metric: { registration.duration: max<5s, of: guessers }", ""),
            "'registration.duration' is measured of devices, and 'guessers' is a load");
  EXPECT_EQ(told("never: { event: load.sent, of: guessers, until: { event: settings.stored } }", ""),
            "'guessers' is a load, which records no 'settings.stored'");
  for (const char* event : {"load.sent", "device.power_on", "device.power_cut", "binding.added"}) {
    EXPECT_EQ(told(std::string("never: { event: ") + event + ", of: guessers }", ""), "") << event;
  }
}

TEST(PossibleEvents, OfLoadsAreNotThoseOfDevices) {
  EXPECT_EQ(told("never: { event: load.failed, of: homes }", ""),
            "only loads record 'load.failed', and 'homes' is none");
  EXPECT_EQ(told("metric: { load.sent: count<=5, of: devices }", ""),
            "only loads record 'load.sent', and 'devices' leaves loads out");
  EXPECT_EQ(told("never: { event: load.failed }", ""), "");
  EXPECT_EQ(faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nexpect:\n  - never: { event: load.failed }\n"),
            "s.yaml:4:21: only loads record 'load.failed', and no group is a load\n");
}

TEST(PossibleEvents, OfAFaultWithATimeAreNotOfDevices) {
  const auto of = [](const std::string& group, const std::string& where = {}) {
    return told("never: { event: fault.started, of: " + group + where + " }", "",
                "faults:\n  dark: { target: homes, at: 1m, do: { power_cut: { off_for: 1m } } }\n"
                "  own: { target: homes, when: { event: settings.stored }, do: { power_cut: { off_for: 1m } } }\n");
  };
  const std::string refused =
      "devices record 'fault.started' only of a fault with 'when'; of one with a time, leave 'of' out: "
      "where: { fault: NAME }";
  EXPECT_EQ(of("homes"), "");
  EXPECT_EQ(of("devices"), "");
  EXPECT_EQ(of("guessers"), refused);
  EXPECT_EQ(of("homes", ", where: { fault: own }"), "");
  EXPECT_EQ(of("homes", ", where: { fault: dark }"), refused);
  EXPECT_EQ(told("never: { event: fault.started, where: { fault: dark } }", ""), "");
}

}  // namespace
}  // namespace dialtone

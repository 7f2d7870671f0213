// Every row of docs/field-failures.md that the language covers today can be written as a scenario. Each story here has
// the fault, the expectations that healthy devices meet, and a check that the fault has struck.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

struct Row {
  std::string id;
  // The rest of a scenario of ten homes.
  std::string story;
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.id; }

class FieldFailures : public testing::TestWithParam<Row> {};

TEST_P(FieldFailures, CanBeSaid) {
  const Folder folder;
  folder.write("models.yaml",
               "profiles:\n  quick: { boot_time: 1s, boot_spread: 1s }\n"
               "  keeping: { boot_time: 1s, keep_connection: true }\n"
               "  asking: { boot_time: 1s, document: query }\n");
  folder.write("s.yaml",
               "scenario: s\ninclude: models.yaml\nduration: 30m\nliveness: { within: 20m }\n" + GetParam().story);
  Command run("dialtone", {"run", "s.yaml", "--quiet", "--out", "run"}, folder.path());
  EXPECT_EQ(run.wait(), 0) << run.err();
}

const std::string kHomes = "fleet: { homes: { count: 10, profile: quick, expires: 2m } }\n";
const std::string kRegistered = "  - eventually: { all: homes, are: registered, within: 20m }\n";

// Returns a row with one fault; expects that all homes register, and the further expectations.
Row row(std::string id, const std::string& fault, const std::string& expectations) {
  return {std::move(id), kHomes + "faults:\n  it: " + fault + "\nexpect:\n" + kRegistered + expectations};
}

INSTANTIATE_TEST_SUITE_P(
    Boot, FieldFailures,
    testing::Values(
        row("B1", "{ target: homes, at: 0s, do: { clock: { set: \"1970-01-01T00:00:00Z\" } } }",
            "  - metric: { clock.changed: count==10, of: homes }\n"),
        row("B2", "{ target: homes, at: 3s, do: { clock: { step: 8000h } } }",
            "  - metric: { clock.changed: count==10, of: homes }\n  - eventually: { all: homes, are: registered, from: "
            "5s, within: 1s }\n"),
        Row{"B5",
            "profiles: { terse: { boot_time: 1s, provisioning_scheme: none, quirks: takes-a-bare-host-for-tftp },\n"
            "            bare: { boot_time: 1s, provisioning_scheme: none } }\n"
            "fleet: { homes: { count: 5, profile: bare }, offices: { count: 5, profile: terse } }\nexpect:\n" +
                kRegistered +
                "  - never: { any: offices, are: provisioned }\n"
                "  - never: { event: provision.request, of: offices, where: { url: \"~http\" } }\n"
                "  - eventually: { event: provision.failed, of_each: offices, within: 5m }\n"},
        row("B4", "{ target: homes, until: 20s, match: { name: call_agent }, do: { resolve: { fail: no-such-name } } }",
            "  - metric: { name.failed: count>=10, of: homes }\n  - metric: { provision.accepted: count==10, of: homes "
            "}\n")));

INSTANTIATE_TEST_SUITE_P(
    Http, FieldFailures,
    testing::Values(
        Row{"H1 strips",
            "proxies: { old: {} }\nfleet:\n  homes: { count: 5, profile: quick, through: old }\n"
            "faults:\n  it: { target: old, until: 30s, do: { request: { drop: body } } }\nexpect:\n" +
                kRegistered +
                "  - eventually: { event: provision.refused, of_each: homes, where: { status: 400 }, "
                "within: 10s }\n"},
        Row{"H1 refuses",
            "proxies: { old: {} }\n"
            "fleet:\n  homes: { count: 5, profile: asking, through: old }\n"
            "faults:\n  it: { target: old, match: { method: POST }, do: { answer: { status: 400 } } }\nexpect:\n" +
                kRegistered + "  - never: { event: provision.refused }\n"},
        row("H2",
            "{ target: provisioning, until: 20s, do: { answer: { status: 301, headers: { Location: "
            "\"https://prov.voip.example.net/\" }, body: \"<html/>\" } } }",
            "  - metric: { provision.failed: count>=10, of: homes }\n"),
        Row{"H7",
            "fleet:\n  homes: { count: 10, profile: keeping, authentication: digest }\n"
            "faults:\n  it: { target: provisioning, match: { nth: 2 }, do: { close_at_byte: 0 } }\nexpect:\n" +
                kRegistered + "  - never: { event: provision.failed }\n"}));

INSTANTIATE_TEST_SUITE_P(
    Documents, FieldFailures,
    testing::Values(
        row("X2",
            "{ target: provisioning, until: 20s, do: { answer: { status: 200, body: \"<!DOCTYPE a [<!ENTITY b "
            "'bb'>]><a>&b;</a>\" } } }",
            "  - metric: { provision.failed: count>=10, of: homes }\n  - never: { event: settings.stored, during: it "
            "}\n"),
        row("X4 twice",
            "{ target: provisioning, until: 20s, do: { edit: { replace: { \"<domain>\": "
            "\"<domain>x</domain><domain>\" } } } }",
            "  - metric: { provision.failed: count>=10, of: homes }\n"),
        row("X4 empty",
            "{ target: provisioning, until: 20s, do: { edit: { replace: { \">voip.example.net<\": \"><\" } } "
            "} }",
            "  - metric: { provision.failed: count>=10, of: homes }\n"),
        row("X5", "{ target: provisioning, until: 20s, do: { edit: { declared_encoding: ISO-8859-1, latin1: true } } }",
            "  - metric: { provision.failed: count>=10, of: homes }\n")));

INSTANTIATE_TEST_SUITE_P(
    Identity, FieldFailures,
    testing::Values(
        Row{"I1 I2",
            "proxies: { writes: {} }\nfleet:\n  homes: { count: 5, profile: quick, through: writes }\n"
            "faults:\n  it: { target: writes, do: { request: { replace: { \"02:D1:A1:00:00:0\": \"02d1a100000\" } } } "
            "}\n"
            "expect:\n" +
                kRegistered + "  - never: { event: provision.refused }\n"},
        row("I3", "{ target: provisioning, until: 20s, do: { database: conflict } }",
            "  - never: { event: settings.stored, during: it }\n  - metric: { identity.conflict: count>=10 }\n"),
        Row{"I4",
            "fleet:\n  homes: { count: 5, profile: quick }\n  cloned: { count: 5, profile: quick, clones: homes, "
            "power_on: { at: 10s } }\nexpect:\n  - eventually: { all: homes, are: bound, within: 5s }\n"
            "  - database: { table: bindings, of: homes, count: \">=6\" }\n"
            "  - eventually: { all: homes, are: bound, from: 30s, within: 1s }\n"},
        Row{"I5",
            "fleet:\n  homes: { count: 5, profile: quick }\n  strangers: { count: 50, profile: quick, identity: "
            "wrong-customer }\nexpect:\n" +
                kRegistered +
                "  - never: { any: strangers, are: provisioned }\n"
                "  - eventually: { event: provision.refused, of_each: strangers, within: 10s }\n"}));

INSTANTIATE_TEST_SUITE_P(
    Settings, FieldFailures,
    testing::Values(row("S2", "{ target: homes, at: 10s, do: { restart: { state: lost } } }",
                        "  - eventually: { all: homes, are: registered, after: it, within: 10s }\n"
                        "  - metric: { settings.stored: count==20 }\n  - never: { event: settings.loaded }\n"),
                    row("flash fails", "{ target: homes, until: 20s, match: { first: 1 }, do: { flash: fails } }",
                        "  - metric: { settings.rejected: count==10, of: homes }\n")));

INSTANTIATE_TEST_SUITE_P(
    Registration, FieldFailures,
    testing::Values(
        row("R2",
            "{ target: call_agent, until: 30s, match: { authorized: true }, do: { answer: { status: 401, headers: { "
            "WWW-Authenticate: \"Digest realm=\\\"voip.example.net\\\", nonce=\\\"of-yesterday\\\", stale=true\" } } } "
            "}",
            "  - metric: { registration.challenged: count>=20, of: homes, until: 30s }\n"
            "  - never: { any: homes, are: registered, until: 30s }\n"),
        Row{"R6",
            "fleet:\n  homes: { count: 10, profile: quick }\n"
            "  movers: { count: 10, profile: quick, quirks: new-port-at-each-boot }\nfaults:\n"
            "  full: { target: call_agent, do: { registrar: { max_contacts: 2 } } }\n"
            "  one: { target: devices, at: 10s, do: { power_cut: { off_for: 1s } } }\n"
            "  two: { target: devices, at: 20s, do: { power_cut: { off_for: 1s } } }\nexpect:\n"
            "  - eventually: { all: homes, are: registered, after: two, within: 10s }\n"
            "  - database: { table: bindings, of: homes, each: \"==1\" }\n"
            "  - never: { event: registration.rejected, of: homes }\n"
            "  - never: { event: registration.rejected, of: movers, until: 20s }\n"
            "  - eventually: { event: registration.rejected, of_each: movers, where: { status: 403 }, after: two, "
            "within: 10s }\n"
            "  - database: { table: bindings, of: movers, each: \"==2\" }\n"},
        Row{"R10 forget",
            "fleet: { homes: { count: 10, profile: quick, expires: 2m } }\nfaults:\n"
            "  it: { target: call_agent, at: 10s, do: { forget: bindings } }\nexpect:\n"
            "  - eventually: { all: homes, are: registered, after: it, within: 2m }\n"
            "  - eventually: { any: homes, are: believes-registered, within: 5s }\n"},
        Row{"R10 restart",
            "fleet: { homes: { count: 10, profile: quick, expires: 2m } }\nfaults:\n"
            "  it: { target: call_agent, at: 10s, do: { restart: { state: kept, off_for: 2s } } }\nexpect:\n"
            "  - eventually: { all: homes, are: registered, after: it, within: 1s }\n"
            "  - metric: { binding.restored: count==10 }\n"},
        row("granted less", "{ target: call_agent, do: { registrar: { granted_expires: 90s } } }",
            "  - always: { all: homes, are: registered, from: 10s, until: 8m }\n"
            "  - eventually: { all: homes, are: registered, from: 8m, within: 1s }\n")));

INSTANTIATE_TEST_SUITE_P(
    Servers, FieldFailures,
    testing::Values(
        Row{"V2",
            "fleet: { homes: { count: 10, profile: quick } }\nfaults:\n"
            "  it: { target: provisioning, at: 10s, do: { change: { of: homes, enabled: false } } }\nexpect:\n" +
                kRegistered +
                "  - eventually: { all: homes, are: registered, from: 20s, within: 1s }\n"
                "  - database: { table: subscribers, where: { enabled: true }, count: 0 }\n"},
        Row{"V3",
            "nats: { office: {} }\nservers: { provisioning: { limit: 2 } }\n"
            "fleet: { homes: { count: 20, profile: quick, behind: office } }\nexpect:\n" +
                kRegistered + "  - metric: { provision.limited: count>=5 }\n"},
        row("V5", "{ target: call_agent, until: 30s, do: { database: gone } }",
            "  - never: { event: registration.accepted, during: it }\n"),
        row("paused", "{ target: provisioning, at: 0s, do: { pause: { length: 20s } } }",
            "  - never: { event: provision.accepted, during: it }\n"),
        row("stalls", "{ target: provisioning, until: 30s, do: { stall: { at_byte: 200, length: 10s } } }",
            "  - metric: { provision.duration: min>=10s, of: homes }\n")));

INSTANTIATE_TEST_SUITE_P(
    Network, FieldFailures,
    testing::Values(
        row("one way", "{ target: homes, until: 30s, match: { direction: to-devices }, do: { drop: all } }",
            "  - never: { event: provision.accepted, during: it }\n"),
        row("late", "{ target: homes, match: { peer: call_agent }, do: { delay: 300ms } }",
            "  - metric: { registration.duration: min>=1200ms }\n"),
        row("thin", "{ target: homes, do: { bandwidth: 64kbit } }", "  - metric: { provision.duration: min>=150ms }\n"),
        row("fragments", "{ target: homes, until: 40s, match: { protocol: udp, larger_than: 600 }, do: { drop: all } }",
            "  - never: { event: registration.accepted, during: it }\n"),
        row("bent", "{ target: homes, until: 30s, match: { protocol: udp }, do: { corrupt: payload } }",
            "  - metric: { registration.request: count>=20, of: homes }\n")));

}  // namespace
}  // namespace dialtone

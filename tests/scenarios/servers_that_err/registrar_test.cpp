// Detection of a faulty registrar: for each of its quirks a run that fails with the quirk and passes without.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "tests/scenarios/servers_that_err/erring_server.h"

namespace dialtone {
namespace {

const std::string kQuickHomes =
    "profiles: { quick: { boot_time: 1s, boot_spread: 1s } }\n"
    "fleet: { homes: { count: 5, profile: quick, ";

const std::string kLiveness = "liveness: all healthy devices become registered";

// The devices ask for two minutes and must not be granted more.
const ErringServer kTwoMinutes{
    "",
    "duration: 1m\n" + kQuickHomes +
        "expires: 2m } }\n"
        "expect:\n  - never: { event: registration.accepted, of: homes, where: { expires: \">2m\" } }\n",
    "never registration.accepted of homes where expires>2m"};

// The devices have a wrong password.
const std::string kForged =
    "duration: 1m\n" + kQuickHomes +
    "} }\n"
    "faults:\n  forged: { target: provisioning, do: { edit: { replace: { <password>: <password>not- } } } }\n"
    "expect:\n  - never: { event: registration.accepted, of: homes }\n";

ErringServer with_quirk(std::string quirk, ErringServer story) {
  story.quirk = std::move(quirk);
  return story;
}

std::vector<ErringServer> of_who_asks() {
  return {
      {"never-challenges",
       "duration: 1m\n" + kQuickHomes +
           "} }\n"
           "expect:\n  - eventually: { event: registration.challenged, of_each: homes, within: 1m }\n",
       "eventually registration.challenged of each of homes within 1m"},
      {"accepts-any-password", kForged, "never registration.accepted of homes"},
      // A thief registers another device's line with the thief's own password.
      {"takes-anothers-credentials",
       "duration: 1m\nsafety: none\n" + kQuickHomes +
           "}, thieves: { count: 1, profile: quick, power_on: { at: 5s } } }\nfaults:\n"
           "  steals: { target: provisioning, match: { from: thieves }, do: { edit: { replace: {\n"
           "            <device-name>line1100001</device-name>: <device-name>line100001</device-name> } } } }\n"
           "expect:\n  - never: { event: registration.accepted, of: thieves }\n",
       "never registration.accepted of thieves"},
      // A REGISTER that was sent before the device deregistered arrives long after that, and restores the binding.
      {"accepts-a-repeated-nonce-count",
       "duration: 3m\n" + kQuickHomes +
           "} }\nfaults:\n"
           "  late: { target: homes, until: 10s, do: { delay: 45s },\n"
           "          match: { peer: call_agent, direction: from-devices, share: 80% } }\n"
           "  away: { target: homes, at: 30s, do: { power_off: { off_for: 1m } } }\n"
           "expect:\n  - never: { event: binding.added, of: homes, from: 35s, until: 85s }\n",
       "never binding.added of homes from 35s on until 85s"},
      {"takes-stale-nonces",
       "duration: 5m\nservers: { call_agent: { nonce_lifetime: 20s } }\n" + kQuickHomes +
           "expires: 2m } }\nexpect:\n"
           "  - eventually: { event: registration.challenged, of_each: homes, where: { stale: true }, within: 4m }\n",
       "eventually registration.challenged of each of homes where stale==true within 4m"},
  };
}

std::vector<ErringServer> of_what_is_asked_for() {
  return {
      {"ignores-cseq",
       "duration: 2m\n" + kQuickHomes +
           "quirks: reuses-call-id } }\n"
           "faults:\n  flicker: { target: homes, at: 20s, do: { power_cut: { off_for: 3s } } }\nexpect:\n"
           "  - eventually: { event: registration.rejected, of_each: homes, where: { status: 500 }, within: 1m }\n",
       "eventually registration.rejected of each of homes where status==500 within 1m"},
      with_quirk("ignores-expires", kTwoMinutes),
      with_quirk("grants-more-than-asked", kTwoMinutes),
      {"ignores-min-expires",
       "duration: 1m\n" + kQuickHomes +
           "expires: 10s } }\nexpect:\n"
           "  - eventually: { event: registration.rejected, of_each: homes, where: { status: 423 }, within: 1m }\n",
       "eventually registration.rejected of each of homes where status==423 within 1m"},
      {"ignores-max-contacts",
       "duration: 2m\nservers: { call_agent: { max_contacts: 2 } }\n" + kQuickHomes +
           "quirks: new-port-at-each-boot } }\nfaults:\n"
           "  first: { target: homes, at: 20s, do: { power_cut: { off_for: 3s } } }\n"
           "  second: { target: homes, at: 40s, do: { power_cut: { off_for: 3s } } }\n"
           "  third: { target: homes, at: 60s, do: { power_cut: { off_for: 3s } } }\n"
           "expect:\n  - database: { table: bindings, of: homes, each: \"<=2\" }\n",
       "bindings in the database of homes each<=2"},
  };
}

std::vector<ErringServer> of_bindings() {
  return {
      {"stores-nothing", "duration: 1m\n" + kQuickHomes + "} }\n", kLiveness},
      {"forgets-a-binding-at-a-refresh",
       "duration: 3m\n" + kQuickHomes +
           "expires: 1m } }\n"
           "expect:\n  - always: { all: homes, are: registered, from: 10s }\n",
       "always all homes are registered from 10s on"},
      {"keeps-removed-bindings",
       "duration: 3m\n" + kQuickHomes +
           "} }\nfaults:\n  away: { target: homes, at: 30s, do: { power_off: { off_for: 1m } } }\n"
           "expect:\n  - never: { any: homes, are: bound, from: 40s, until: 80s }\n",
       "never any homes are bound from 40s on until 80s"},
      {"never-expires-bindings",
       "duration: 5m\n" + kQuickHomes +
           "expires: 1m } }\nfaults:\n  away: { target: homes, at: 30s, do: { power_cut: { off_for: 3m } } }\n"
           "expect:\n  - never: { any: homes, are: bound, from: 100s, until: 200s }\n",
       "never any homes are bound from 100s on until 200s"},
      {"forgets-bindings-at-a-restart",
       "duration: 1m\n" + kQuickHomes +
           "} }\nfaults:\n  again: { target: call_agent, at: 30s, do: { restart: { state: kept, off_for: 1s } } }\n"
           "expect:\n  - eventually: { all: homes, are: bound, after: again, within: 10s }\n",
       "eventually all homes are bound within 10s after again"},
  };
}

std::vector<ErringServer> of_answers() {
  return {
      {"grants-no-time", "duration: 1m\n" + kQuickHomes + "} }\n", kLiveness},
      // If the answer lists a single contact, a device takes that contact, and its expiry, for its own.
      {"answers-with-anothers-contact",
       "duration: 1m\n" + kQuickHomes +
           "expires: 2m, power_on: { spread: 5s } },\n"
           "  offices: { count: 5, profile: quick, expires: 1h, power_on: { spread: 5s } } }\n"
           "expect:\n  - never: { event: registration.accepted, of: homes, where: { expires: \">2m\" } }\n",
       kTwoMinutes.oracle},
      {"writes-credentials-into-an-event", kForged, "safety: no secret in what a run leaves"},
  };
}

std::vector<ErringServer> all_rows() {
  std::vector<ErringServer> all;
  for (const std::vector<ErringServer>& some : {of_who_asks(), of_what_is_asked_for(), of_bindings(), of_answers()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class RegistrarsThatErr : public testing::TestWithParam<ErringServer> {};

// 12 8
TEST_P(RegistrarsThatErr, FailTheOracleThatGuardsAgainstThem) { expect_noticed(GetParam(), "call_agent"); }

INSTANTIATE_TEST_SUITE_P(Quirks, RegistrarsThatErr, testing::ValuesIn(all_rows()), name_of_test);

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Moves the row to the second call agent: the first one's name cannot be resolved, so all devices register with the
// second.
ErringServer at_the_backup(ErringServer row) {
  replace_all(row.story, "call_agent", "backup_call_agent");
  if (row.story.find("servers:") == std::string::npos) row.story += "servers: { backup_call_agent: {} }\n";
  if (row.story.find("faults:\n") == std::string::npos) row.story += "faults:\n";
  replace_all(row.story, "faults:\n",
              "faults:\n  gone: { target: devices, match: { name: call_agent },"
              " do: { resolve: { fail: no-such-name } } }\n");
  if (row.oracle == kLiveness) {
    // Liveness does not judge devices that a fault hits until the end, so add an expectation.
    row.story += "expect:\n  - eventually: { all: homes, are: registered, within: 1m }\n";
    row.oracle = "eventually all homes are registered within 1m";
  }
  return row;
}

// 12 8
TEST(BackupRegistrarsThatErr, FailTheOracleThatGuardsAgainstThem) {
  for (const ErringServer& row : all_rows()) expect_noticed(at_the_backup(row), "backup_call_agent");
}

// 12 8
TEST(RegistrarQuirks, AreEachNoticedByAnOracle) { expect_all_are_shown(kRegistrarQuirkNames, all_rows()); }

}  // namespace
}  // namespace dialtone

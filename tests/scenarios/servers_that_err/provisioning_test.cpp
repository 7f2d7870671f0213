// Detection of a faulty provisioning server: for each of its quirks a run that fails with the quirk and passes without.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "prov_server/provisioning_quirks.h"
#include "scenarios/oracles/known/read_event.h"
#include "tests/scenarios/servers_that_err/erring_server.h"

namespace dialtone {
namespace {

// `more`: further keys of the group.
std::string fleet_of_homes(const std::string& more = "") {
  return "duration: 1m\nprofiles: { quick: { boot_time: 1s, boot_spread: 1s } }\n"
         "fleet:\n  homes: { count: 5, profile: quick" +
         more + " }\n";
}

std::string and_others(const std::string& name, const std::string& identity) {
  return "  " + name + ": { count: 3, profile: quick, identity: " + identity + " }\n";
}

const std::string kNoRefused = "safety: no refused identity gets settings";
const std::string kNoSecret = "safety: no secret in what a run leaves";
const std::string kNoAnothers = "safety: no device takes another's settings";

std::vector<ErringServer> of_identities() {
  return {
      {"ignores-mac-address", fleet_of_homes() + and_others("swapped", "wrong-mac"), kNoRefused},
      {"ignores-customer-number", fleet_of_homes() + and_others("sold-on", "wrong-customer"), kNoRefused},
      {"serves-disabled-subscribers", fleet_of_homes() + and_others("departed", "disabled"), kNoRefused},
      {"serves-the-unknown", fleet_of_homes() + and_others("strangers", "unknown"), kNoRefused},
  };
}

std::vector<ErringServer> of_proofs() {
  return {
      {"ignores-password",
       fleet_of_homes(", authentication: digest, power_on: { at: 5s }") +
           "liveness: none\nfaults:\n"
           "  renewed: { target: provisioning, at: 1s, do: { change: { of: homes, provision_password: renewed-1 } } }\n"
           "expect:\n  - never: { event: provision.accepted, of: homes }\n",
       "never provision.accepted of homes"},
      {"asks-for-no-credentials",
       fleet_of_homes(", authentication: digest") +
           "expect:\n  - eventually: { event: provision.challenged, of_each: homes, within: 1m }\n",
       "eventually provision.challenged of each of homes within 1m"},
      {"takes-stale-nonces",
       "duration: 15m\nprofiles: { quick: { boot_time: 1s, resync_period: 6m } }\n"
       "fleet: { homes: { count: 5, profile: quick, authentication: digest } }\nexpect:\n"
       "  - eventually: { event: provision.challenged, of_each: homes, where: { stale: true }, within: 14m }\n",
       "eventually provision.challenged of each of homes where stale==true within 14m"},
      {"ignores-its-limit",
       fleet_of_homes(", behind: box") +
           "nats: { box: {} }\nservers: { provisioning: { limit: 1 } }\n"
           "expect:\n  - eventually: { event: provision.limited, of: provisioning, within: 1m }\n",
       "eventually provision.limited of provisioning within 1m"},
  };
}

std::vector<ErringServer> of_settings() {
  return {
      {"answers-with-the-previous-settings", fleet_of_homes(", quirks: trusts-any-mac"), kNoAnothers},
      {"mixes-two-subscribers", fleet_of_homes(), kNoAnothers},
      {"leaves-out-the-password", fleet_of_homes(), "liveness: all healthy devices become registered"},
      {"answers-from-an-old-copy",
       fleet_of_homes() +
           "faults:\n  shorter: { target: provisioning, at: 20s, do: { change: { of: homes, expires: 120 } } }\n"
           "  told: { target: call_agent, at: 30s, do: { notify: check-sync } }\n"
           "expect:\n  - eventually: { event: settings.stored, of_each: homes, where: { revision: 2 }, within: 1m }\n",
       "eventually settings.stored of each of homes where revision==2 within 1m"},
  };
}

std::vector<ErringServer> of_secrets() {
  return {
      {"writes-a-password-into-an-event", fleet_of_homes(), kNoSecret},
      {"writes-its-nonce-secret-into-an-event", fleet_of_homes(", authentication: digest"), kNoSecret},
      {"says-404-to-the-unknown",
       fleet_of_homes() + and_others("strangers", "unknown") +
           "expect:\n  - never: { event: provision.refused, of: strangers, where: { status: \"!=403\" } }\n",
       "never provision.refused of strangers where status!=403"},
  };
}

std::vector<ErringServer> all_rows_of_provisioning() {
  std::vector<ErringServer> all;
  for (const std::vector<ErringServer>& some : {of_identities(), of_proofs(), of_settings(), of_secrets()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class ProvisioningServersThatErr : public testing::TestWithParam<ErringServer> {};

// 12 8
TEST_P(ProvisioningServersThatErr, FailTheOracleThatGuardsAgainstThem) { expect_noticed(GetParam(), "provisioning"); }

INSTANTIATE_TEST_SUITE_P(Quirks, ProvisioningServersThatErr, testing::ValuesIn(all_rows_of_provisioning()),
                         name_of_test);

const std::string kTellsKnownFromUnknown = "tells-known-from-unknown";

// Returns the duration, in nanoseconds, of the slowest refusal that devices of a group got.
std::int64_t slowest_refusal(const std::string& group, const std::filesystem::path& events) {
  std::int64_t slowest = 0;
  std::ifstream in(events);
  for (std::string line; std::getline(in, line);) {
    const Result<ReadEvent> read = ReadEvent::parse(line);
    if (!read || read->view().name != "provision.refused" || !read->view().host.starts_with(group)) continue;
    for (const Field& field : read->view().fields) {
      if (field.key == "duration") slowest = std::max(slowest, field.integer);
    }
  }
  return slowest;
}

// On a slow line a longer document takes longer to send. A refusal that takes longer than the one for an unknown
// identity reveals that the identity is known.
ErringServer telling_known_from_unknown() {
  const std::string slow = "{ bandwidth: 8kbit, queue: 10s }";
  const std::string story = fleet_of_homes() + and_others("swapped", "wrong-mac") + and_others("strangers", "unknown") +
                            "network: { swapped: " + slow + ", strangers: " + slow + " }\n";
  const TemporaryFolder folder;
  EXPECT_EQ(run_of(story, {}, folder).result, RunResult::kPassed);
  const std::int64_t bound = slowest_refusal("strangers", folder.path() / "events.jsonl");
  EXPECT_GT(bound, 0);
  const std::string text = to_text(Duration(bound));
  return {kTellsKnownFromUnknown,
          story + "expect:\n  - metric: { provision.refused.duration: max<=" + text + ", of: swapped }\n",
          "provision.refused.duration of swapped max<=" + text};
}

// 12 8
TEST(AProvisioningServerThatTellsKnownFromUnknown, TakesLongerToRefuseThanAStrangerWaits) {
  expect_noticed(telling_known_from_unknown(), "provisioning");
}

// 12 8
TEST(ProvisioningQuirks, AreEachNoticedByAnOracle) {
  std::vector<ErringServer> rows = all_rows_of_provisioning();
  rows.push_back({kTellsKnownFromUnknown, "", ""});
  expect_all_are_shown(kProvisioningQuirkNames, rows);
}

}  // namespace
}  // namespace dialtone

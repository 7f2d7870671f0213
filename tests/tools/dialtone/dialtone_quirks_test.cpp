// Each scenario of the catalog that guards against a quirk of devices must fail for devices with that quirk, and name
// the oracle that failed. The test scenario/NAME shows that the scenario passes without the quirk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

struct Guard {
  std::string scenario;
  // `GROUP=QUIRK`.
  std::string quirk;
  // The oracle that must fail, in its own words; others may fail too.
  std::string failing;
};

std::ostream& operator<<(std::ostream& out, const Guard& guard) { return out << guard.scenario << ": " << guard.quirk; }

// What else makes a scenario of the catalog fail.
struct Toggle {
  std::string scenario;
  // Options of `dialtone run`, and the oracle that must fail.
  std::vector<std::string> options;
  std::string failing;
};

std::ostream& operator<<(std::ostream& out, const Toggle& toggle) {
  out << toggle.scenario;
  for (const std::string& option : toggle.options) out << ' ' << option;
  return out;
}

void expect_failure(const std::string& scenario, const std::vector<std::string>& options, const std::string& failing) {
  const Folder folder;
  std::vector<std::string> arguments = {"run", catalog(scenario), "--quiet", "--out", "run"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  Command run("dialtone", arguments, folder.path());
  EXPECT_EQ(run.wait(), 1) << run.err();
  EXPECT_THAT(run.err(), testing::ContainsRegex("FAILED +" + failing)) << run.err();
}

class CatalogQuirks : public testing::TestWithParam<Guard> {};

TEST_P(CatalogQuirks, FailTheScenarioThatGuardsAgainstThem) {
  const Guard& guard = GetParam();
  const std::string group = guard.quirk.substr(0, guard.quirk.find('='));
  const std::string quirk = guard.quirk.substr(guard.quirk.find('=') + 1);
  expect_failure(guard.scenario, {"--set", "fleet." + group + ".quirks=" + quirk}, guard.failing);
}

class CatalogToggles : public testing::TestWithParam<Toggle> {};

TEST_P(CatalogToggles, FailTheScenarioThatNeedsThem) {
  const Toggle& toggle = GetParam();
  expect_failure(toggle.scenario, toggle.options, toggle.failing);
}

INSTANTIATE_TEST_SUITE_P(Boot, CatalogQuirks,
                         testing::Values(Guard{"names-come-late", "homes=asks-names-once",
                                               "eventually all homes are registered within 2m after no-names"},
                                         // 10 A7
                                         Guard{"lossy-line", "homes=asks-names-once",
                                               "eventually all homes are registered within 3m"}));

INSTANTIATE_TEST_SUITE_P(
    Http, CatalogQuirks,
    testing::Values(Guard{"half-an-answer", "homes=applies-half-a-document", "never settings.stored"},
                    Guard{"captive-portal", "homes=stores-any-body",
                          "eventually all homes are registered within 30s after reboot"},
                    Guard{"out-of-order-with-a-time", "homes=ignores-retry-after", "after provision.refused"},
                    Guard{"silent-after-accept", "homes=hangs-without-a-deadline",
                          "eventually all homes are registered within 5m after mute"}));

INSTANTIATE_TEST_SUITE_P(
    Documents, CatalogQuirks,
    testing::Values(Guard{"byte-order-mark", "homes=refuses-a-byte-order-mark", "never provision.failed"},
                    Guard{"answers-swapped", "homes=trusts-any-mac", "safety: no device takes another's settings"}));

INSTANTIATE_TEST_SUITE_P(Settings, CatalogQuirks,
                         testing::Values(Guard{"power-cut-while-writing", "homes=writes-flash-in-place",
                                               "eventually all homes are registered within 90s from 35s"},
                                         Guard{"stale-copy-from-a-cache", "homes=takes-older-settings",
                                               "never settings.stored of homes where revision==1"}));

INSTANTIATE_TEST_SUITE_P(
    Registration, CatalogQuirks,
    testing::Values(
        Guard{"stale-left-out", "homes=gives-up-on-a-fresh-nonce", "always all homes are registered"},
        Guard{"interval-too-brief", "homes=repeats-expires", "after registration.rejected"},
        Guard{"back-in-five-minutes", "homes=gives-up-after-retry-after",
              "eventually all homes are registered within 6m after restarting"},
        Guard{"cut-off-before-registering", "homes=ignores-retry-after", "after registration.rejected"},
        Guard{"contacts-of-others", "homes=registers-again-when-unmatched", "registration.request of homes count<=100"},
        Guard{"same-call-after-a-reboot", "homes=reuses-call-id", "never registration.rejected"},
        Guard{"dead-connection", "offices=never-notices-a-dead-connection",
              "eventually all offices are registered within 1m from 15m"},
        Guard{"the-name-has-moved", "homes=keeps-addresses",
              "eventually all homes are registered within 4m after old-address"},
        Guard{"granted-less-than-asked", "homes=ignores-granted-expires", "never binding.expired"},
        Guard{"a-second-less-each-time", "homes=asks-for-what-was-granted",
              "never registration.request of homes where expires!=3m"},
        Guard{"two-realms-behind-one-name", "homes=sends-credentials-for-every-realm", "never registration.rejected"},
        Guard{"another-lease", "homes=does-not-register-from-a-new-address", "registered.gap of homes max<=30s"},
        Guard{"leaving-alone", "seconds=removes-all-contacts", "always all desks are registered"},
        Guard{"call-agent-fails-over", "homes=never-fails-over", "eventually"},
        Guard{"taken-for-a-repeat", "homes=never-fails-over", "eventually all homes are registered within 1m"},
        Guard{"resync", "homes=ignores-notify", "device.resync"}));

INSTANTIATE_TEST_SUITE_P(Servers, CatalogQuirks,
                         testing::Values(Guard{"database-locked", "homes=retries-without-back-off",
                                               "provision.request of homes peak<=240/s"}));

INSTANTIATE_TEST_SUITE_P(
    Reports, CatalogToggles,
    testing::Values(Toggle{"temporarily-not-available",
                           {"--set", "status=480", "--set", "fleet.homes.quirks=gives-up-on-a-refusal"},
                           "eventually all homes are registered within 5m"},
                    Toggle{"in-chunks",
                           {"--set", "framing=chunked", "--set", "fleet.homes.quirks=needs-content-length"},
                           "eventually all homes are registered within 30s"},
                    Toggle{"answered-by-the-other-uplink",
                           {"--set", "nats.open.filtering=address-and-port"},
                           "eventually all behind-open are registered within 20s"},
                    Toggle{"an-agent-not-known",
                           {"--set", "faults.rule.match.header.User-Agent=~ATA"},
                           "always all veterans are registered"},
                    Toggle{"floor-by-floor",
                           {"--set", "second=60s", "--set", "third=60s"},
                           "provision.failures of all devices count==0"},
                    Toggle{"misset-phones", {"--set", "faults.typo.exactly=12"}, "always all office are registered"},
                    Toggle{"in-step", {"--set", "fleet.homes.profile=rigid"}, "registration.request of homes peak"},
                    Toggle{"guessers-take-time",
                           {"--set", "fleet.guessers.load.rate=40/s"},
                           "registration.accepted.duration of homes"},
                    Toggle{"guessers-take-time",
                           {"--set", "servers.call_agent.lockout_exempt=0.0.0.0/0"},
                           "eventually register.locked"}));

}  // namespace
}  // namespace dialtone

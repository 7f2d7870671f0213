// Effects of devices' quirks, set for a group and in a profile.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

struct QuirkRow {
  std::string quirk;
  std::vector<std::string> common;
  std::string shown;
  EffectChange change;
};

std::vector<QuirkRow> provisioning_quirks() {
  using enum EffectChange;
  const std::string settings_change =
      "faults.it={target: provisioning, at: 20s, do: {change: {of: homes, expires: 120}}}";
  const std::string cut_while_writing =
      "faults.also={target: homes, when: {write: 2, byte: 100}, do: {power_cut: {off_for: 5s}}}";
  const std::string page =
      "faults.it={target: provisioning, from: 20s, do: {answer: {status: 200, body: <html></html>}}}";
  const std::string reboot = "faults.also={target: homes, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string ill_for_a_while =
      "faults.it={target: provisioning, until: 1m, do: {answer: {status: 503, headers: {Retry-After: 50}}}}";
  return {
      {"asks-names-once",
       {"faults.it={target: homes, until: 1m, do: {resolve: {fail: no-such-name}}}"},
       "provision.accepted host=homes",
       kFewer},
      {"keeps-addresses",
       {"faults.it={target: homes, until: 1m, match: {name: call_agent}, do: {resolve: {to: nowhere}}}"},
       "registration.accepted host=homes",
       kFewer},
      {"takes-a-bare-host-for-tftp",
       {"profiles.phone.provisioning_scheme=none"},
       "provision.accepted host=homes",
       kFewer},
      {"hangs-without-a-deadline",
       {"faults.it={target: provisioning, until: 1m, do: {drop: requests}}"},
       "provision.failed host=homes",
       kFewer},
      {"no-retry-on-a-closed-connection",
       {"profiles.phone.keep_connection=true", "fleet.homes.authentication=digest",
        "faults.it={target: provisioning, match: {nth: 2}, do: {close_at_byte: 0}}"},
       "provision.failed host=homes",
       kMore},
      {"needs-content-length",
       {"faults.it={target: provisioning, do: {edit: {framing: chunked}}}"},
       "provision.accepted host=homes",
       kFewer},
      {"applies-half-a-document",
       {"faults.it={target: provisioning, do: {close_at_byte: 900}}"},
       "provision.accepted host=homes partial=true",
       kMore},
      {"stores-any-body", {page, reboot, "profiles.phone.resync_period=20s"}, "settings.loaded host=homes", kFewer},
      {"refuses-a-byte-order-mark",
       {"faults.it={target: provisioning, do: {edit: {byte_order_mark: true}}}"},
       "provision.accepted host=homes",
       kFewer},
      {"trusts-any-mac",
       {"faults.it={target: provisioning, do: {edit: {swap: true}}}"},
       "settings.rejected host=homes",
       kFewer},
      {"takes-older-settings",
       {"fleet.homes.count=1", "fleet.homes.through=cafe", "profiles.phone.resync_period=40s", settings_change,
        "faults.also={target: cafe, until: 10s, do: {cache_for: 10m}}",
        "faults.third={target: cafe, from: 70s, until: 2m, do: {cache_for: 10m}}"},
       "settings.rejected host=homes",
       kFewer},
      {"writes-flash-in-place",
       {settings_change, cut_while_writing, "profiles.phone.resync_period=30s"},
       "settings.loaded host=homes",
       kFewer},
      {"retries-without-back-off",
       {"faults.it={target: provisioning, do: {answer: {status: 503}}}"},
       "provision.request host=homes",
       kMore},
      {"ignores-retry-after", {ill_for_a_while}, "provision.request host=homes", kMore},
      {"gives-up-after-retry-after", {ill_for_a_while}, "provision.request host=homes", kFewer},
  };
}

std::vector<QuirkRow> registration_quirks() {
  using enum EffectChange;
  const std::string reboot = "faults.it={target: homes, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string contacts_of_others = "Contact: \"<sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.2>;expires=60\"";
  return {
      {"gives-up-on-a-fresh-nonce",
       {"faults.it={target: call_agent, do: {registrar: {nonce_lifetime: 20s, stale: omitted}}}"},
       "registration.abandoned host=homes",
       kMore},
      {"sends-credentials-for-every-realm",
       {"faults.it={target: call_agent, match: {nth: 1}, do: {answer: {status: 401, headers: {WWW-Authenticate: "
        "'Digest realm=\"east\", nonce=\"one\"'}}}}"},
       "registration.rejected status=400 host=homes",
       kMore},
      {"gives-up-on-a-refusal",
       {"faults.it={target: call_agent, until: 30s, do: {answer: {status: 480}}}"},
       "registration.abandoned host=homes",
       kMore},
      {"repeats-expires", {"servers.call_agent.min_expires=5m"}, "registration.rejected status=423 host=homes", kMore},
      {"ignores-granted-expires", {"servers.call_agent.max_expires=1m"}, "binding.expired", kMore},
      {"asks-for-what-was-granted",
       {"fleet.homes.expires=5m", "servers.call_agent.max_expires=1m"},
       "registration.request expires=60000000000 host=homes",
       kMore},
      {"registers-again-when-unmatched",
       {"faults.it={target: call_agent, match: {status: 200}, do: {edit: {headers: {" + contacts_of_others + "}}}}"},
       "registration.request host=homes",
       kMore},
      {"reuses-call-id", {reboot}, "registration.rejected host=homes", kMore},
      {"new-port-at-each-boot", {reboot}, "binding.added", kMore},
      {"does-not-register-from-a-new-address",
       {"faults.it={target: homes, at: 30s, do: {address: new}}"},
       "binding.added",
       kLater},
      {"removes-all-contacts",
       {"fleet.offices={count: 3, clones: homes, profile: phone, power_on: {at: 10s}}",
        "faults.it={target: homes, at: 30s, do: {power_off: {off_for: 10m}}}"},
       "binding.removed",
       kMore},
      {"never-fails-over",
       {"servers.backup_call_agent={}",
        "faults.it={target: homes, match: {name: call_agent}, do: {resolve: {fail: no-such-name}}}"},
       "registration.accepted host=homes",
       kFewer},
      {"never-notices-a-dead-connection",
       {"fleet.homes.transport=tcp", "fleet.homes.expires=10m",
        "faults.it={target: homes, from: 30s, match: {peer: call_agent}, do: {drop: tcp}}"},
       "connection.lost host=homes",
       kFewer},
      {"ignores-notify",
       {"faults.it={target: call_agent, at: 30s, do: {notify: check-sync}}"},
       "device.resync host=homes",
       kFewer},
  };
}

}  // namespace

std::vector<EffectRow> quirk_effects() {
  std::vector<EffectRow> rows;
  std::vector<QuirkRow> quirks = provisioning_quirks();
  const std::vector<QuirkRow> others = registration_quirks();
  quirks.insert(quirks.end(), others.begin(), others.end());
  for (const QuirkRow& row : quirks) {
    rows.push_back(
        {"fleet.*.quirks=" + row.quirk, row.common, "fleet.homes.quirks=" + row.quirk, row.shown, row.change});
    rows.push_back(
        {"profiles.*.quirks=" + row.quirk, row.common, "profiles.phone.quirks=" + row.quirk, row.shown, row.change});
    rows.push_back({"faults.*.do.quirk=" + row.quirk, row.common,
                    "faults.change={target: homes, do: {quirk: " + row.quirk + "}}", row.shown, row.change});
  }
  return rows;
}

namespace {

TEST(Effects, OfQuirks) { EffectRuns().expect_effects(quirk_effects()); }

}  // namespace
}  // namespace dialtone

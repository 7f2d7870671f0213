// Effects of faults that change what a device is. For those that change quirks see quirk_effects_test.cpp.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

// Rows for the changes themselves: what a device is while the fault lasts.
std::vector<EffectRow> change_rows() {
  using enum EffectChange;
  const auto change = [](const std::string& what) { return "faults.change={target: homes, from: 20s, do: {" + what; };
  const std::vector<std::string> authenticates{"fleet.homes.authentication=basic", "profiles.phone.resync_period=30s"};
  const std::string check_sync = "faults.also={target: call_agent, at: 30s, do: {notify: check-sync}}";
  const std::string reboot = "faults.also={target: call_agent, at: 30s, do: {notify: \"check-sync;reboot=true\"}}";
  const std::string is_busy = "faults.change={target: homes, from: 20s, until: 2m, do: {busy: line}}";
  const std::string asks_again = "profiles.phone.resync_period=30s";
  return {
      {"faults.*.do.profile",
       {reboot},
       "faults.change={target: homes, do: {profile: snom}}",
       "device.boot product=snomD725",
       kMore},
      {"faults.*.do.identity=unknown", {asks_again}, change("identity: unknown}}"), "provision.refused", kMore},
      {"faults.*.do.identity=wrong-mac", {asks_again}, change("identity: wrong-mac}}"), "provision.refused", kMore},
      {"faults.*.do.identity=wrong-customer",
       {asks_again},
       change("identity: wrong-customer}}"),
       "provision.refused",
       kMore},
      {"faults.*.do.credentials=wrong", authenticates, change("credentials: wrong}}"), "registration.rejected", kMore},
      {"faults.*.do.credentials=wrong-for-call-agents", authenticates, change("credentials: wrong-for-call-agents}}"),
       "registration.rejected", kMore},
      {"faults.*.do.credentials=wrong-for-provisioning", authenticates, change("credentials: wrong-for-provisioning}}"),
       "provision.refused", kMore},
      {"faults.*.do.busy=line", {check_sync}, is_busy, "device.resync host=homes", kLater},
      {"faults.*.do.busy=line", {reboot}, is_busy, "device.reboot host=homes", kLater},
      {"faults.*.do.address=new",
       {},
       "faults.change={target: homes, at: 20s, do: {address: new}}",
       "binding.added contact=sip:line100001@11.16.0.1",
       kMore},
      {"faults.*.do.busy=line", {asks_again}, is_busy, "device.resync host=homes", kFewer},
  };
}

// Rows for when a change happens, and which devices it changes.
std::vector<EffectRow> change_time_rows() {
  using enum EffectChange;
  const std::string unknown = "faults.change={target: homes, from: 20s, do: {identity: unknown}}";
  const std::string when_registered =
      "faults.change={target: homes, when: {event: registration.accepted}, do: {identity: unknown}}";
  const std::string changed = "device.changed host=homes";
  return {
      {"faults.*.from", {unknown}, "faults.change.from=1m", changed, kLater},
      {"faults.*.until", {unknown}, "faults.change.until=1m", "device.restored host=homes", kSooner},
      {"faults.*.spread", {unknown}, "faults.change.spread=1m", changed, kLater},
      {"faults.*.hits", {unknown}, "faults.change.hits=0%", changed, kFewer},
      {"faults.*.exactly", {unknown}, "faults.change.exactly=1", changed, kFewer},
      {"faults.*.except", {unknown}, "faults.change.except=homes-0001", changed, kFewer},
      {"faults.*.target=devices", {unknown}, "faults.change.target=devices", "device.changed", kMore},
      {"faults.*.when.nth", {when_registered}, "faults.change.when.nth=2", changed, kLater},
      {"faults.*.for", {when_registered}, "faults.change.for=1m", "device.restored host=homes", kMore},
      {"faults.*.hits", {when_registered}, "faults.change.hits=0%", changed, kFewer},
  };
}

}  // namespace

std::vector<EffectRow> device_change_effects() {
  std::vector<EffectRow> rows = change_rows();
  const std::vector<EffectRow> more = change_time_rows();
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

namespace {

TEST(Effects, OfChangesOfDevices) { EffectRuns().expect_effects(device_change_effects()); }

}  // namespace
}  // namespace dialtone

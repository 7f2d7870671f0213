// Effects of which devices a fault hits, and when.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

std::vector<EffectRow> target_and_time_effects() {
  using enum EffectChange;
  const std::string cut_homes = "faults.it={target: homes, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string cut_offices = "faults.it={target: offices, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string cut_call_agent = "faults.it={target: call_agent, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string mute_provisioning = "faults.it={target: provisioning, do: {drop: requests}}";
  const std::string mute_call_agent = "faults.it={target: call_agent, do: {drop: requests}}";
  const std::string ill = "faults.it={target: provisioning, do: {answer: {status: 503}}}";
  const std::string cut_at_boot =
      "faults.it={target: homes, when: {event: device.boot}, do: {power_cut: {off_for: 5s}}}";
  const std::string cut_when_registered =
      "faults.it={target: homes, when: {event: registration.accepted}, do: {power_cut: {off_for: 5s}}}";
  const std::string cut_when_writing = "faults.it={target: homes, when: {write: 1}, do: {power_cut: {off_for: 5s}}}";
  const std::string silence_when_stored = "faults.it={target: homes, when: {event: settings.stored}, do: {drop: all}}";
  return {
      {"faults.*.target", {cut_offices}, "faults.it.target=homes", "device.power_cut host=homes", kMore},
      {"faults.*.target=devices", {cut_homes}, "faults.it.target=devices", "device.power_cut", kMore},
      {"faults.*.target=provisioning", {mute_call_agent}, "faults.it.target=provisioning", "provision.failed", kMore},
      {"faults.*.target=call_agent", {mute_provisioning}, "faults.it.target=call_agent", "registration.failed", kMore},
      {"faults.*.target=backup_call_agent",
       {"servers.backup_call_agent={}", cut_call_agent},
       "faults.it.target=backup_call_agent",
       "server.crashed host=backup-call-agent",
       kMore},
      {"faults.*.at", {cut_homes}, "faults.it.at=2m", "device.power_cut", kLater},
      {"faults.*.spread", {cut_homes}, "faults.it.spread=1m", "device.power_cut", kLater},
      {"faults.*.hits", {cut_homes}, "faults.it.hits=0%", "device.power_cut", kFewer},
      {"faults.*.target", {cut_homes}, "faults.it.target=homes-0002", "device.power_cut", kFewer},
      {"faults.*.exactly", {cut_homes}, "faults.it.exactly=2", "device.power_cut", kFewer},
      {"faults.*.exactly", {cut_when_registered}, "faults.it.exactly=2", "device.power_cut", kFewer},
      {"faults.*.exactly", {cut_when_writing}, "faults.it.exactly=2", "device.power_cut", kFewer},
      {"faults.*.except", {cut_homes}, "faults.it.except=homes-0002", "device.power_cut", kFewer},
      {"faults.*.except",
       {"faults.it={target: devices, at: 30s, do: {power_cut: {off_for: 5s}}}"},
       "faults.it.except=[offices, homes-0001]",
       "device.power_cut",
       kFewer},
      {"faults.*.hits", {cut_when_registered}, "faults.it.hits=0%", "device.power_cut", kFewer},
      {"faults.*.hits", {cut_when_writing}, "faults.it.hits=0%", "device.power_cut", kFewer},
      {"faults.*.hits", {cut_when_writing}, "faults.it.hits=0%", "settings.stored host=homes", kSooner},
      {"faults.*.when.event", {cut_at_boot}, "faults.it.when.event=settings.stored", "device.power_cut", kLater},
      {"faults.*.when.nth", {cut_when_registered}, "faults.it.when.nth=3", "device.power_cut", kLater},
      {"faults.*.when.after", {cut_when_registered}, "faults.it.when.after=20s", "device.power_cut", kLater},
      {"faults.*.when.write",
       {cut_when_writing, "profiles.phone.resync_period=30s",
        "faults.also={target: provisioning, at: 20s, do: {change: {of: homes, expires: 120}}}"},
       "faults.it.when.write=2",
       "device.power_cut",
       kLater},
      {"faults.*.when.byte", {cut_when_writing}, "faults.it.when.byte=100", "device.power_cut", kLater},
      {"faults.*.for", {silence_when_stored}, "faults.it.for=20s", "registration.accepted host=homes", kMore},
      {"faults.*.from", {ill}, "faults.it.from=30s", "provision.refused host=homes", kFewer},
      {"faults.*.until", {ill}, "faults.it.until=20s", "provision.refused host=homes", kFewer},
  };
}

// Rows for the bounds of windows, for each kind of window that has separate code.
std::vector<EffectRow> window_effects() {
  using enum EffectChange;
  const auto window = [](const std::string& target, const std::string& act) {
    return "faults.it={target: " + target + ", do: {" + act + "}}";
  };
  const std::string until = "faults.it.until=30s";
  const std::string reboot = "faults.also={target: homes, at: 1m, do: {restart: {state: kept}}}";
  return {
      {"faults.*.until", {window("homes", "drop: all")}, until, "provision.accepted host=homes", kMore},
      {"faults.*.until",
       {window("homes", "resolve: {fail: no-such-name}")},
       until,
       "provision.accepted host=homes",
       kMore},
      {"faults.*.until", {window("homes", "clock: {drift_ppm: 400000}")}, until, "registration.accepted", kFewer},
      {"faults.*.until", {window("call_agent", "database: locked")}, until, "registration.accepted", kMore},
      {"faults.*.until", {window("call_agent", "registrar: {max_expires: 1m}")}, until, "binding.refreshed", kFewer},
      {"faults.*.until", {window("call_agent", "clock: {drift_ppm: 400000}")}, until, "binding.expired", kFewer},
      {"faults.*.from", {window("homes", "drop: all")}, "faults.it.from=20s", "provision.accepted host=homes", kMore},
      {"faults.*.from", {window("homes", "flash: fails"), reboot}, "faults.it.from=20s", "settings.loaded", kMore},
      {"faults.*.from",
       {window("call_agent", "registrar: {min_expires: 4m}")},
       "faults.it.from=20s",
       "registration.rejected",
       kLater},
      {"faults.*.hits", {window("homes", "drop: all")}, "faults.it.hits=0%", "provision.accepted host=homes", kMore},
      {"faults.*.hits",
       {window("homes", "resolve: {fail: no-such-name}")},
       "faults.it.hits=0%",
       "provision.accepted host=homes",
       kMore},
      {"faults.*.target",
       {window("homes", "drop: all")},
       "faults.it.target=homes-0003",
       "provision.accepted host=homes",
       kMore},
      {"faults.*.exactly", {window("homes", "drop: all")}, "faults.it.exactly=1", "provision.accepted", kMore},
      {"faults.*.except", {window("homes", "drop: all")}, "faults.it.except=homes-0001", "provision.accepted", kMore},
      {"faults.*.hits",
       {window("homes", "clock: {drift_ppm: 400000}")},
       "faults.it.hits=0%",
       "clock.changed host=homes",
       kFewer},
      {"faults.*.for",
       {"faults.it={target: call_agent, when: {event: binding.added}, do: {drop: requests}}"},
       "faults.it.for=40s",
       "registration.accepted",
       kMore},
      {"faults.*.target=devices",
       {window("homes", "drop: all")},
       "faults.it.target=devices",
       "provision.accepted",
       kFewer},
  };
}

}  // namespace

std::vector<EffectRow> fault_time_effects() {
  std::vector<EffectRow> rows = target_and_time_effects();
  const std::vector<EffectRow> more = window_effects();
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

namespace {

TEST(Effects, OfTheTimesOfFaults) { EffectRuns().expect_effects(fault_time_effects()); }

}  // namespace
}  // namespace dialtone

// Effects of acts on hosts: power, pauses, clocks, flash and names.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

// Returns a fault by which `target` loses its power, or is paused, at 30 s.
std::string strike(const std::string& target, const std::string& act) {
  return "faults.it={target: " + target + ", at: 30s, do: {" + act + "}}";
}

std::vector<EffectRow> device_power_effects() {
  using enum EffectChange;
  const std::string reset = strike("homes", "restart: {off_for: 2s}");
  return {
      {"faults.*.do.power_cut.off_for", {}, strike("homes", "power_cut: {off_for: 5s}"), "device.power_cut", kMore},
      {"faults.*.do.power_cut.off_for",
       {strike("homes", "power_cut: {off_for: 5s}")},
       "faults.it.do.power_cut.off_for=1m",
       "device.power_on host=homes",
       kLater},
      {"faults.*.do.power_off.off_for", {}, strike("homes", "power_off: {off_for: 5s}"), "device.power_off", kMore},
      {"faults.*.do.power_off.off_for",
       {strike("homes", "power_off: {off_for: 5s}")},
       "faults.it.do.power_off.off_for=1m",
       "device.power_on host=homes",
       kLater},
      {"faults.*.do.restart", {}, strike("homes", "restart: {}"), "device.power_cut", kMore},
      {"faults.*.do.restart.state=kept", {reset}, "faults.it.do.restart.state=kept", "settings.loaded", kMore},
      {"faults.*.do.restart.state=lost",
       {strike("homes", "restart: {off_for: 2s, state: kept}")},
       "faults.it.do.restart.state=lost",
       "settings.loaded",
       kFewer},
      {"faults.*.do.restart.off_for",
       {reset},
       "faults.it.do.restart.off_for=30s",
       "device.power_on host=homes",
       kLater},
  };
}

std::vector<EffectRow> device_host_effects() {
  using enum EffectChange;
  return {
      {"faults.*.do.pause.length",
       {},
       "faults.it={target: homes, at: 1s, do: {pause: {length: 20s}}}",
       "registration.accepted host=homes",
       kLater},
      {"faults.*.do.pause.length",
       {"faults.it={target: homes, at: 1s, do: {pause: {length: 20s}}}"},
       "faults.it.do.pause.length=1m",
       "registration.accepted host=homes",
       kLater},
      {"faults.*.do.clock.step", {}, strike("homes", "clock: {step: -1h}"), "clock.changed by=-3600000000000", kMore},
      {"faults.*.do.clock.set",
       {strike("homes", "clock: {set: \"1970-01-01T00:00:00Z\"}")},
       "faults.it.do.clock.set=\"1980-01-01T00:00:00Z\""},
      {"faults.*.do.clock.set",
       {},
       strike("homes", "clock: {set: \"1970-01-01T00:00:00Z\"}"),
       "clock.changed host=homes",
       kMore},
      {"faults.*.do.clock.drift_ppm",
       {},
       "faults.it={target: homes, do: {clock: {drift_ppm: 400000}}}",
       "registration.accepted host=homes",
       kMore},
      {"faults.*.do.reset=tcp", {"fleet.homes.transport=tcp"}, strike("homes", "reset: tcp"), "connection.lost", kMore},
      {"faults.*.do.flash=fails",
       {strike("homes", "power_cut: {off_for: 5s}")},
       "faults.also={target: homes, until: 20s, do: {flash: fails}}",
       "settings.loaded",
       kFewer},
      {"faults.*.do.resolve.fail=no-such-name",
       {},
       "faults.it={target: homes, do: {resolve: {fail: no-such-name}}}",
       "name.failed host=homes",
       kMore},
      {"faults.*.do.resolve.fail=no-answer",
       {},
       "faults.it={target: homes, do: {resolve: {fail: no-answer}}}",
       "name.failed host=homes",
       kMore},
      {"faults.*.do.resolve.delay",
       {},
       "faults.it={target: homes, do: {resolve: {delay: 3s}}}",
       "name.resolved host=homes",
       kLater},
      {"faults.*.do.resolve.to",
       {},
       "faults.it={target: homes, match: {name: call_agent}, do: {resolve: {to: 10.0.3.9}}}",
       "registration.failed host=homes to=10.0.3.9",
       kMore},
      {"faults.*.do.resolve.to",
       {"faults.also={target: cafe, do: {answer: {status: 503}}}"},
       "faults.it={target: homes, match: {name: provisioning}, do: {resolve: {to: cafe}}}",
       "provision.refused host=homes",
       kMore},
      {"faults.*.do.resolve.to",
       {},
       "faults.it={target: homes, do: {resolve: {to: nowhere}}}",
       "provision.failed host=homes",
       kMore},
  };
}

// Returns the rows for a server. `host`: the host name in the server's events.
std::vector<EffectRow> server_host_effects(const std::string& target, const std::string& host) {
  using enum EffectChange;
  const std::string of_it = " host=" + host;
  return {
      {"faults.*.do.power_cut.off_for",
       {},
       strike(target, "power_cut: {off_for: 5s}"),
       "server.crashed" + of_it,
       kMore},
      {"faults.*.do.power_off.off_for",
       {},
       strike(target, "power_off: {off_for: 5s}"),
       "server.stopped" + of_it,
       kMore},
      {"faults.*.do.restart.off_for", {}, strike(target, "restart: {off_for: 5s}"), "server.started" + of_it, kMore},
      {"faults.*.do.power_cut.off_for",
       {strike(target, "power_cut: {off_for: 5s}")},
       "faults.it.do.power_cut.off_for=1m",
       "server.started" + of_it,
       kLater},
      {"faults.*.do.power_off.off_for",
       {strike(target, "power_off: {off_for: 5s}")},
       "faults.it.do.power_off.off_for=1m",
       "server.started" + of_it,
       kLater},
      {"faults.*.do.restart.off_for",
       {strike(target, "restart: {}")},
       "faults.it.do.restart.off_for=1m",
       "server.started" + of_it,
       kLater},
      {"faults.*.do.clock.step", {}, strike(target, "clock: {step: 1h}"), "clock.changed" + of_it, kMore},
      {"faults.*.do.clock.set",
       {strike(target, "clock: {set: \"1970-01-01T00:00:00Z\"}")},
       "faults.it.do.clock.set=\"1980-01-01T00:00:00Z\""},
      {"faults.*.do.clock.set",
       {},
       strike(target, "clock: {set: \"1970-01-01T00:00:00Z\"}"),
       "clock.changed" + of_it,
       kMore},
      {"faults.*.do.clock.drift_ppm",
       {},
       "faults.it={target: " + target + ", do: {clock: {drift_ppm: 400000}}}",
       "clock.changed" + of_it,
       kMore},
      {"faults.*.do.pause.length",
       {},
       "faults.it={target: " + target + ", at: 1s, do: {pause: {length: 20s}}}",
       "registration.accepted",
       kLater},
  };
}

std::vector<EffectRow> restart_effects(const std::string& call_agent) {
  using enum EffectChange;
  const std::string kept = strike(call_agent, "restart: {state: kept}");
  return {
      {"faults.*.do.restart.state=kept", {}, kept, "binding.restored", kMore},
      {"faults.*.do.restart.state=lost", {kept}, "faults.it.do.restart.state=lost", "binding.restored", kFewer},
      // A restart that keeps the bindings does not bring back those that another restart has lost.
      {"faults.*.do.restart.state=lost",
       {kept, "faults.also={target: " + call_agent + ", at: 1m, do: {restart: {state: kept}}}"},
       "faults.it.do.restart.state=lost",
       "binding.restored",
       kFewer},
  };
}

std::vector<EffectRow> other_host_effects() {
  using enum EffectChange;
  return {
      {"faults.*.do.power_cut.off_for",
       {"fleet.homes.through=cafe"},
       "faults.it={target: cafe, at: 0s, do: {power_cut: {off_for: 1m}}}",
       "provision.failed host=homes",
       kMore},
      {"faults.*.do.power_cut.off_for",
       {"fleet.homes.behind=box"},
       "faults.it={target: box, at: 0s, do: {power_cut: {off_for: 1m}}}",
       "provision.failed host=homes",
       kMore},
      {"faults.*.do.power_cut.off_for",
       {"fleet.homes.through=cafe", strike("cafe", "power_cut: {off_for: 5s}")},
       "faults.it.do.power_cut.off_for=1m",
       "server.started host=proxy-cafe",
       kLater},
      {"faults.*.do.power_cut.off_for",
       {"fleet.homes.behind=box", "faults.it={target: box, at: 0s, do: {power_cut: {off_for: 5s}}}"},
       "faults.it.do.power_cut.off_for=1m",
       "registration.accepted host=homes",
       kLater},
      {"faults.*.do.forget=mappings",
       {"fleet.homes.behind=box", "fleet.homes.expires=1h", "nats.box.udp_timeout=1h", "servers.call_agent.probe=20s"},
       "faults.it={target: box, at: 1m, do: {forget: mappings}}",
       "binding.unreachable",
       kMore},
  };
}

}  // namespace

std::vector<EffectRow> host_fault_effects() {
  std::vector<EffectRow> rows = device_power_effects();
  for (const auto& more : {device_host_effects(), server_host_effects("provisioning", "provisioning"),
                           server_host_effects("call_agent", "call-agent"), restart_effects("call_agent"),
                           with_common(by_the_backup(), server_host_effects("backup_call_agent", "backup-call-agent")),
                           with_common(by_the_backup(), restart_effects("backup_call_agent")), other_host_effects()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

namespace {

TEST(Effects, OfFaultsOfHosts) { EffectRuns().expect_effects(host_fault_effects()); }

}  // namespace
}  // namespace dialtone

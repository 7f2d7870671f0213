// Effects of triggers, for each kind of target and of act.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

// Returns a row whose act happens at the start in the first run, and when a device has registered in the second.
EffectRow done_when_registered(const std::string& target, const std::string& act, const std::string& shown,
                               EffectChange change, const std::vector<std::string>& common = {},
                               const std::string& at_the_begin = "at: 0s, ") {
  const std::string fault = "faults.it={target: " + target + ", ";
  const std::string what = "do: {" + act + "}}";
  EffectRow row{"faults.*.when.event", common, fault + "when: {event: registration.accepted, nth: 2}, " + what, shown,
                change};
  row.common.push_back(fault + at_the_begin + what);
  return row;
}

// Returns a row whose window begins at the start in the first run, and when a device has registered in the second.
EffectRow so_from_registered_on(const std::string& target, const std::string& act, const std::string& shown,
                                EffectChange change, const std::vector<std::string>& common = {}) {
  return done_when_registered(target, act, shown, change, common, "");
}

std::vector<EffectRow> triggers_of_devices_and_of_what_serves_them() {
  using enum EffectChange;
  const std::string asks_again = "profiles.phone.resync_period=20s";
  const std::string through_cafe = "fleet.homes.through=cafe";
  const std::string behind_box = "fleet.homes.behind=box";
  const std::vector<std::string> probed{behind_box, "fleet.homes.expires=1h", "nats.box.udp_timeout=1h",
                                        "servers.call_agent.probe=20s"};
  std::vector<std::string> forgotten_too_soon = probed;
  forgotten_too_soon.push_back("faults.it={target: box, at: 0s, do: {forget: mappings}}");
  return {
      // Has no effect in the first run: at the start the homes have no power.
      done_when_registered("homes", "pause: {length: 2m}", "registration.accepted host=homes", kLater),
      so_from_registered_on("homes", "drop: all", "registration.accepted host=homes", kMore),
      so_from_registered_on("homes", "clock: {drift_ppm: 400000}", "clock.changed host=homes", kFewer),
      so_from_registered_on("homes", "resolve: {fail: no-answer}", "name.resolved host=homes", kMore),
      so_from_registered_on("provisioning", "answer: {status: 503}", "provision.accepted", kMore, {asks_again}),
      so_from_registered_on("provisioning", "database: locked", "provision.accepted", kMore, {asks_again}),
      done_when_registered("provisioning", "change: {of: homes, expires: 60}", "settings.stored", kMore, {asks_again}),
      done_when_registered("provisioning", "power_cut: {off_for: 5s}", "server.crashed", kLater),
      so_from_registered_on("provisioning", "clock: {drift_ppm: 1000}", "clock.changed", kFewer),
      so_from_registered_on("cafe", "answer: {status: 503}", "provision.accepted host=homes", kMore,
                            {asks_again, through_cafe}),
      done_when_registered("cafe", "power_cut: {off_for: 1m}", "server.crashed", kLater, {asks_again, through_cafe}),
      {"faults.*.when.event", forgotten_too_soon,
       "faults.it={target: box, when: {event: binding.added, nth: 5, after: 10s}, do: {forget: mappings}}",
       "binding.unreachable", kMore},
      done_when_registered("box", "power_cut: {off_for: 3m}", "provision.accepted host=homes", kSooner, {behind_box}),
  };
}

std::vector<EffectRow> triggers_of(const std::string& call_agent, const std::string& host) {
  using enum EffectChange;
  return {
      done_when_registered(call_agent, "forget: bindings", "binding.removed", kMore),
      done_when_registered(call_agent, "notify: check-sync", "notify.sent", kMore),
      so_from_registered_on(call_agent, "registrar: {min_expires: 4m}", "registration.rejected", kLater),
      so_from_registered_on(call_agent, "drop: requests", "registration.accepted", kMore),
      done_when_registered(call_agent, "pause: {length: 2m}", "registration.accepted", kSooner),
      done_when_registered(call_agent, "power_cut: {off_for: 5s}", "server.crashed host=" + host, kLater),
  };
}

// Rows for how long a triggered window lasts.
std::vector<EffectRow> windows_behind_triggers() {
  using enum EffectChange;
  const auto fault = [](const std::string& target, const std::string& act) {
    return "faults.it={target: " + target + ", when: {event: registration.accepted, nth: 2}, do: {" + act + "}}";
  };
  const std::string until = "faults.*.for";
  return {
      {until, {fault("call_agent", "registrar: {max_expires: 1m}")}, "faults.it.for=30s", "binding.refreshed", kFewer},
      {until, {fault("call_agent", "clock: {drift_ppm: 400000}")}, "faults.it.for=30s", "binding.expired", kFewer},
      {until,
       {fault("homes", "clock: {drift_ppm: 400000}")},
       "faults.it.for=30s",
       "registration.accepted host=homes",
       kLater},
      {until, {fault("homes", "drop: all")}, "faults.it.for=30s", "registration.expired host=homes", kFewer},
  };
}

}  // namespace

std::vector<EffectRow> trigger_effects() {
  std::vector<EffectRow> rows = triggers_of_devices_and_of_what_serves_them();
  for (const auto& more : {triggers_of("call_agent", "call-agent"),
                           with_common(by_the_backup(), triggers_of("backup_call_agent", "backup-call-agent")),
                           windows_behind_triggers()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

namespace {

TEST(Effects, OfTriggers) { EffectRuns().expect_effects(trigger_effects()); }

}  // namespace
}  // namespace dialtone

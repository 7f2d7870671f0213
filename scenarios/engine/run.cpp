#include "scenarios/engine/run.h"

#include <utility>

#include "scenarios/engine/conductor.h"
#include "scenarios/engine/control_runs.h"
#include "scenarios/sites/event_log.h"
#include "scenarios/sites/part.h"
#include "subscribers/sqlite/sqlite_store.h"

namespace dialtone {

RunSummary run_plan(const Plan& plan, const RunOptions& options) {
  Result<EventLog> log = EventLog::create(options.directory / "events.jsonl");
  const std::string database = database_in(options.directory).string();
  Result<std::unique_ptr<SqliteSubscriberStore>> store =
      SqliteSubscriberStore::open(database, SqliteSubscriberStore::Mode::kReadWriteCreate);
  ControlRuns controls;
  if (has_control_runs(plan.scenario)) controls = carry_out_control_runs(plan, options);
  // Before the run's clock starts, because this may take a while.
  RunSummary summary = begin_summary(plan, options);
  summary.reasons = std::move(controls.reasons);
  if (!log) summary.reasons.push_back(log.error().reason);
  if (!store) summary.reasons.push_back(store.error().reason);
  if (!summary.reasons.empty()) {
    summary.result = RunResult::kInvalid;
    return summary;
  }
  if (controls.was_interrupted) {
    summary.result = RunResult::kInterrupted;
    return summary;
  }
  Conductor(plan, options, summary, std::move(*log), **store, std::move(controls.values)).carry_out();
  return summary;
}

std::vector<std::string> cannot_exist_in(const Scenario& scenario, WorldKind world) {
  std::vector<std::string> reasons;
  if (world == WorldKind::kVirtual) return reasons;
  const auto refuse = [&](const Place& place, const std::string& reason) {
    const std::size_t file = static_cast<std::size_t>(place.file);
    const std::string& path = file == 0 ? scenario.path : scenario.included[file - 1];
    reasons.push_back(path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + reason +
                      ", so it exists only with --world virtual");
  };
  if (!scenario.network.empty()) refuse(scenario.network_place, "network: a link is simulated");
  for (const NatSettings& nat : scenario.nats) refuse(nat.place, nat.name + ": a NAT is simulated");
  for (const Expectation& expectation : scenario.expectations) {
    const auto* threshold = std::get_if<Threshold>(&expectation.condition);
    if (threshold == nullptr || threshold->without.empty()) continue;
    refuse(expectation.place, "compared_to: in real time two runs differ by more than their faults");
  }
  for (const Fault& fault : scenario.faults) {
    if (fault.match.unsolicited) {
      refuse(fault.place, fault.name + ": a relay sees nothing that comes from where nothing was sent to");
    }
    if (std::holds_alternative<AddressAction>(fault.action)) {
      refuse(fault.place, fault.name + ": the address that DHCP gives is simulated");
    }
    const auto* names = std::get_if<NameAction>(&fault.action);
    const Result<IpAddress> to = parse_ip_address(names == nullptr ? "" : names->to);
    if (to && !to->is_loopback()) refuse(fault.place, fault.name + ": " + names->to + " is not on the loopback");
  }
  return reasons;
}

}  // namespace dialtone

#include "scenarios/engine/summary.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "scenarios/engine/leaks.h"
#include "scenarios/engine/run.h"
#include "scenarios/engine/run_record.h"
#include "scenarios/oracles/evidence.h"
#include "scenarios/oracles/metrics/metric.h"

namespace dialtone {

namespace {

// `count(condition)` returns the number of devices with the condition.
template <typename Count>
DeviceFigures figures(const Count& count) {
  return {.powered_on = count(DeviceCondition::kOn),
          .provisioned = count(DeviceCondition::kProvisioned),
          .registered = count(DeviceCondition::kRegistered)};
}

// An oracle that holds because nothing happened during a fault proves nothing if that fault never struck.
void note_idle_faults(const Scenario& scenario, RunSummary& summary) {
  for (std::size_t number = 0; number < scenario.expectations.size(); ++number) {
    const OracleScope* scope = scope_of(scenario.expectations[number]);
    if (scope == nullptr || scope->during.empty() || !summary.oracles[number].holds_by_silence) continue;
    for (const FaultFigure& fault : summary.faults) {
      if (fault.name != scope->during || fault.struck > 0) continue;
      summary.oracles[number].note_vacuous(fault.name + " never struck: " + fault.why_not);
    }
  }
}

}  // namespace

std::string_view to_text(RunResult result) {
  switch (result) {
    case RunResult::kPassed: return "passed";
    case RunResult::kFailed: return "failed";
    case RunResult::kInvalid: return "invalid";
    case RunResult::kInterrupted: return "interrupted";
  }
  std::abort();
}

int exit_code(RunResult result) {
  switch (result) {
    case RunResult::kPassed: return 0;
    case RunResult::kFailed: return 1;
    case RunResult::kInvalid: return 3;
    case RunResult::kInterrupted: return 130;
  }
  std::abort();
}

std::string_view to_text(WorldKind world) {
  switch (world) {
    case WorldKind::kVirtual: return "virtual";
    case WorldKind::kReal: return "real";
    case WorldKind::kProcesses: return "processes";
  }
  std::abort();
}

StageFigures figures_of(Stage stage, std::vector<std::int64_t> durations) {
  std::sort(durations.begin(), durations.end());
  const auto at = [&](int hundredths) { return percentile(durations, hundredths).value(); };
  StageFigures figures{.stage = stage, .count = durations.size(), .most = durations.back()};
  figures.p50 = at(5'000);
  figures.p95 = at(9'500);
  figures.p99 = at(9'900);
  figures.durations = std::move(durations);
  return figures;
}

std::vector<StageFigures> stage_figures(const FleetState& fleet) {
  std::vector<StageFigures> figures;
  for (const Stage stage : {Stage::kBoot, Stage::kProvision, Stage::kRegistration, Stage::kLifecycle}) {
    std::vector<std::int64_t> durations = fleet.durations(fleet.group_count() - 1, stage);
    if (!durations.empty()) figures.push_back(figures_of(stage, std::move(durations)));
  }
  return figures;
}

RunSummary begin_summary(const Plan& plan, const RunOptions& options) {
  RunSummary summary;
  summary.scenario = plan.scenario.name;
  summary.world = options.world;
  summary.seed = plan.scenario.seed;
  summary.planned = plan.judged_count();
  summary.duration = plan.scenario.duration;
  summary.started = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  summary.without = plan.scenario.without;
  summary.left_out = plan.scenario.left_out;
  summary.repeat = options.repeat;
  summary.directory = options.directory.string();
  return summary;
}

void summarize(const Plan& plan, RunRecord& record, Moment end, bool interrupted, RunSummary& summary,
               const FaultTally& tally) {
  const FleetState& fleet = record.fleet();
  summary.lasted = end - Moment{};
  summary.ever = figures([&](DeviceCondition condition) { return fleet.ever(condition); });
  summary.at_end = figures([&](DeviceCondition condition) { return fleet.count(fleet.group_count() - 1, condition); });
  summary.events = record.log().lines();
  summary.oracles = record.judge(end, record.is_cut_short(end));
  summary.stages = stage_figures(fleet);
  summary.faults = fault_figures(plan, record.strikes(), end, tally);
  note_idle_faults(plan.scenario, summary);
  const bool written = record.log().flush();
  add_evidence(plan, summary.directory, summary.oracles);
  for (const OracleResult& oracle : summary.oracles) {
    if (!oracle.obstacle.empty()) summary.reasons.push_back(oracle.name + ": " + oracle.obstacle);
  }
  hide_leaks(Secrets(plan, fleet.identities()), summary.directory, summary);
  if (!written) summary.reasons.push_back("events.jsonl could not be written: is the disk full?");
  if (!interrupted && summary.ever.powered_on < plan.judged_count()) {
    summary.reasons.push_back("only " + std::to_string(summary.ever.powered_on) + " of " +
                              std::to_string(plan.judged_count()) + " planned devices took part");
  }
  const bool held = std::all_of(summary.oracles.begin(), summary.oracles.end(),
                                [](const OracleResult& oracle) { return oracle.lets_pass(); });
  if (interrupted) {
    summary.result = RunResult::kInterrupted;
  } else if (!summary.reasons.empty()) {
    summary.result = RunResult::kInvalid;
  } else {
    summary.result = held ? RunResult::kPassed : RunResult::kFailed;
  }
}

}  // namespace dialtone

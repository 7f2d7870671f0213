// Sample summaries of runs.
#pragma once

#include "scenarios/engine/summary.h"

namespace dialtone {

inline RunSummary passed_summary() {
  RunSummary summary;
  summary.scenario = "first-light";
  summary.world = WorldKind::kVirtual;
  summary.seed = 7;
  summary.fingerprint = 0x00ab'cdef'0123'4567;
  summary.result = RunResult::kPassed;
  summary.planned = 12'345;
  summary.ever = {.powered_on = 12'345, .provisioned = 12'344, .registered = 12'343};
  summary.at_end = {.powered_on = 12'342, .provisioned = 12'341, .registered = 12'340};
  summary.lasted = std::chrono::milliseconds(7'500);
  summary.duration = std::chrono::minutes(1);
  summary.wall = std::chrono::milliseconds(20);
  summary.events = 1'902;
  summary.oracles = {{"never provision.refused", OracleVerdict::kPassed, "never", {}}};
  summary.stages = {{Stage{}, 100, 1'000'000, 2'000'000, 3'000'000, 4'000'000}};
  summary.repeat = "dialtone run 'a \"b\".yaml' --seed 7";
  summary.directory = "runs/x";
  return summary;
}

inline RunSummary failed_summary() {
  RunSummary summary = passed_summary();
  summary.result = RunResult::kFailed;
  summary.oracles.push_back(
      {"of homes count>=100 & more", OracleVerdict::kFailed, "count = 50", {"wanted count>=100", "<homes-0001>"}});
  summary.faults = {{"cut", 0, "no device had 'settings.stored'"}, {"slow", 7, ""}};
  summary.stall = "homes-0001\n  life awaits a moment, for ever\n";
  return summary;
}

// Has a vacuous result that fails the run, and another that is permitted.
inline RunSummary vacuous_summary() {
  RunSummary summary = passed_summary();
  summary.result = RunResult::kFailed;
  OracleResult vacuous{"never x during cut", OracleVerdict::kPassed, "never", {}};
  vacuous.note_vacuous("cut never began");
  summary.oracles.push_back(vacuous);
  vacuous.name = "liveness";
  vacuous.may_be_vacuous = true;
  summary.oracles.push_back(vacuous);
  summary.oracles.push_back({"never y", OracleVerdict::kPassed, "never", {}});
  return summary;
}

inline RunSummary invalid_summary() {
  RunSummary summary = passed_summary();
  summary.world = WorldKind::kReal;
  summary.fingerprint.reset();
  summary.result = RunResult::kInvalid;
  summary.reasons = {"the time limit of 1s passed"};
  summary.timer_lag_p99_ms = 61.5;
  return summary;
}

inline RunSummary interrupted_summary() {
  RunSummary summary = passed_summary();
  summary.result = RunResult::kInterrupted;
  summary.oracles.push_back({"all on", OracleVerdict::kUndecided, "1 of 3 at 2s; the run was cut short at 2s", {}});
  return summary;
}

}  // namespace dialtone

// The results of a run: everything that a report shows, computed from the run's record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/engine/fault_figures.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "scenarios/oracles/oracle.h"
#include "values/time.h"

namespace dialtone {

enum class RunResult {
  kPassed,
  kFailed,       // an oracle failed
  kInvalid,      // the environment failed, or the load generator was the bottleneck: the run proves nothing
  kInterrupted,  // SIGINT or SIGTERM
};
std::string_view to_text(RunResult result);
// Returns the exit code: 0, 1, 3 or 130 (docs/contract.md).
int exit_code(RunResult result);

// Percentiles of a stage in nanoseconds; all empty if no device completed the stage.
struct StageFigures {
  Stage stage{};
  std::uint64_t count = 0;
  std::int64_t p50 = 0;
  std::int64_t p95 = 0;
  std::int64_t p99 = 0;
  std::int64_t most = 0;
  // All durations, in any order.
  std::vector<std::int64_t> durations = {};
};

// How many devices had each condition.
struct DeviceFigures {
  std::uint64_t powered_on = 0;
  std::uint64_t provisioned = 0;
  std::uint64_t registered = 0;
};

struct RunSummary {
  std::string scenario;
  WorldKind world{};
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> fingerprint;  // only in the virtual world
  RunResult result{};
  // Why a run is invalid, one line per reason.
  std::vector<std::string> reasons;
  std::uint64_t planned = 0;
  DeviceFigures ever;    // at any time of the run
  DeviceFigures at_end;  // at the run's end
  WallTime started{};
  Duration lasted{};     // in the world's time
  Duration duration{};   // the scenario's maximum
  Duration wall{};       // this machine's clock
  Duration processor{};  // CPU time of this process
  std::uint64_t events = 0;
  double timer_lag_p99_ms = 0;  // 0 in the virtual world
  std::vector<OracleResult> oracles;
  std::vector<StageFigures> stages;
  std::vector<FaultFigure> faults;
  // For a control run: the names of the faults that were left out, and of the expectations that were left out with
  // them.
  std::vector<std::string> without;
  std::vector<std::string> left_out;
  // The command that repeats the run.
  std::string repeat;
  // The directory of the run's files; empty if none were written.
  std::string directory;
  // What each coroutine waited for at the end of a run that did not pass.
  std::string stall;
};

std::string_view to_text(WorldKind world);

class RunRecord;
struct RunOptions;
struct Plan;

// Returns a summary with everything that is known before the run begins.
RunSummary begin_summary(const Plan& plan, const RunOptions& options);
// Judges a run that ended at `end`: fills in the summary's figures from the run's record, and its result. If the
// summary already has reasons, the run is invalid.
void summarize(const Plan& plan, RunRecord& record, Moment end, bool interrupted, RunSummary& summary,
               const FaultTally& tally);

std::vector<StageFigures> stage_figures(const FleetState& fleet);
// Requires at least one duration; their order does not matter.
StageFigures figures_of(Stage stage, std::vector<std::int64_t> durations);

}  // namespace dialtone

// What a run came to: everything that a report shows, computed from the record.
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
  kInvalid,      // the environment failed, or the load generator was the bottleneck: it says nothing
  kInterrupted,  // SIGINT or SIGTERM
};
std::string_view to_text(RunResult result);
// The contract's exit code: 0, 1, 3 or 130.
int exit_code(RunResult result);

// In nanoseconds. Nothing where no device got so far.
struct StageFigures {
  Stage stage{};
  std::uint64_t count = 0;
  std::int64_t p50 = 0;
  std::int64_t p95 = 0;
  std::int64_t p99 = 0;
  std::int64_t most = 0;
  // All of them, in any order.
  std::vector<std::int64_t> durations = {};
};

// How many devices were so.
struct DeviceFigures {
  std::uint64_t powered_on = 0;
  std::uint64_t provisioned = 0;
  std::uint64_t registered = 0;
};

struct RunSummary {
  std::string scenario;
  WorldKind world{};
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> fingerprint;  // of the virtual world
  RunResult result{};
  // Why a run is invalid, one line each.
  std::vector<std::string> reasons;
  std::uint64_t planned = 0;
  DeviceFigures ever;    // at some time of the run
  DeviceFigures at_end;  // when it ended
  WallTime started{};
  Duration lasted{};     // in the world's time
  Duration duration{};   // that the scenario has at most
  Duration wall{};       // on the clock of this machine
  Duration processor{};  // CPU time of this process
  std::uint64_t events = 0;
  double timer_lag_p99_ms = 0;  // 0 in the virtual world
  std::vector<OracleResult> oracles;
  std::vector<StageFigures> stages;
  std::vector<FaultFigure> faults;
  // Of a control run: the faults that it was without, and the expectations that were left out with them.
  std::vector<std::string> without;
  std::vector<std::string> left_out;
  // The command that repeats it.
  std::string repeat;
  // Where the run's files are; empty: none were written.
  std::string directory;
  // Who awaited what at the end of a run that did not pass.
  std::string stall;
};

std::string_view to_text(WorldKind world);

class RunRecord;
struct RunOptions;
struct Plan;

// What is known of a run before it begins.
RunSummary begin_summary(const Plan& plan, const RunOptions& options);
// Judges a run that ended at `end`: fills in what is computed from its record, and the result. Reasons that stand in
// the summary already make it invalid.
void summarize(const Plan& plan, RunRecord& record, Moment end, bool interrupted, RunSummary& summary,
               const FaultTally& tally);

std::vector<StageFigures> stage_figures(const FleetState& fleet);
// Of durations in any order, of which there is at least one.
StageFigures figures_of(Stage stage, std::vector<std::int64_t> durations);

}  // namespace dialtone

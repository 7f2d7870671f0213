// A run: carries a plan out in a world and returns its results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/engine/last_words.h"
#include "scenarios/engine/summary.h"
#include "scenarios/language/plan/plan.h"
#include "values/result.h"
#include "values/stop_token.h"

namespace dialtone {

// In milliseconds. The run is invalid if the 99th percentile of its timers' lateness is above this.
inline constexpr double kMostTimerLagMs = 50;

// The state of a run, for RunOptions::progress.
struct RunProgress {
  const FleetState* fleet = nullptr;
  Moment now{};
  Moment end{};
  Duration wall{};
};

struct RunOptions {
  WorldKind world = WorldKind::kVirtual;
  // The directory of the run's files. Must exist, and be empty or belong to this run.
  std::filesystem::path directory;
  // The maximum wall-clock time; zero: no limit. A run that takes longer is invalid.
  Duration time_limit{};
  // In virtual time, a run with more events at one moment is invalid, because it might never end. Zero: the world's
  // default.
  std::uint64_t most_events_at_one_moment = 0;
  // The command that repeats the run, for the summary.
  std::string repeat;
  // Called about ten times a second of wall-clock time; may be empty.
  std::function<void(const RunProgress&)> progress;
  // When a stop is requested, the run ends soon with the result kInterrupted.
  StopToken stop;
  // Polled; when it returns true, the run prints what each coroutine waits for to standard error and continues. May be
  // empty.
  std::function<bool()> description_wanted;
  // Sets the function to call when an impossible state stops the process (see LastWords). May be empty.
  LastWords::AtAbort at_abort;
  // For kProcesses: the executable to start, and the plan's file that the processes read.
  std::filesystem::path executable;
  std::filesystem::path plan_file;
  // For kProcesses: the number of processes over which the devices are distributed, at least one.
  std::uint32_t device_processes = 1;
};

// Carries a plan out. If the environment makes the run impossible, returns a summary with kInvalid and the reasons.
RunSummary run_plan(const Plan& plan, const RunOptions& options);

// Returns why a world cannot provide what the scenario asks for: one line per reason, with the place in the file. Empty
// if the world can.
std::vector<std::string> cannot_exist_in(const Scenario& scenario, WorldKind world);

}  // namespace dialtone

// A run: a plan, carried out in a world, and what it came to.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>

#include "scenarios/engine/summary.h"
#include "scenarios/language/plan.h"
#include "values/result.h"

namespace dialtone {

// A load generator whose own timers come later than this, at the 99th percentile, was the bottleneck itself.
inline constexpr double kMostTimerLagMs = 50;

// How a run stands, for whoever watches it.
struct RunProgress {
  const FleetState* fleet = nullptr;
  Moment now{};
  Moment end{};
  Duration wall{};
};

struct RunOptions {
  WorldKind world = WorldKind::kVirtual;
  // Where its files go. It exists and is empty or this run's own.
  std::filesystem::path directory;
  // Of this machine's time; zero: none. A run that passes it is invalid.
  Duration time_limit{};
  // The command that repeats the run, for the summary.
  std::string repeat;
  // Called about ten times a second of this machine's time; may be empty.
  std::function<void(const RunProgress&)> progress;
  // Set from a signal handler: the run ends soon, as interrupted. May be null.
  const std::atomic<bool>* interrupted = nullptr;
  // Set from a signal handler: the run prints who awaits what to standard error, and goes on. May be null.
  std::atomic<bool>* describe = nullptr;
  // The executable that processes are started from, and the plan's file that they read; for kProcesses.
  std::filesystem::path executable;
  std::filesystem::path plan_file;
};

// Carries a plan out. What the environment makes impossible is a summary with the result kInvalid and its reasons.
RunSummary run_plan(const Plan& plan, const RunOptions& options);

// Whether a world can have what a scenario asks for; the reasons why not, one line each with the place in the file.
std::vector<std::string> cannot_exist_in(const Scenario& scenario, WorldKind world);

}  // namespace dialtone

// A run: a plan, carried out in a world, and what it came to.
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
  // In virtual time: a run with more events at one moment would never end, and is invalid. Zero: as the world has it.
  std::uint64_t most_events_at_one_moment = 0;
  // The command that repeats the run, for the summary.
  std::string repeat;
  // Called about ten times a second of this machine's time; may be empty.
  std::function<void(const RunProgress&)> progress;
  // When a stop is requested, the run ends soon, as interrupted.
  StopToken stop;
  // Asked now and then whether anybody wants to know who awaits what: then the run prints it to standard error, and
  // goes on. May be empty.
  std::function<bool()> description_wanted;
  // Told what to call where an impossible state stops the process, see LastWords. May be empty.
  LastWords::AtAbort at_abort;
  // For kProcesses: the executable that processes are started from, and the plan's file that they read.
  std::filesystem::path executable;
  std::filesystem::path plan_file;
  // For kProcesses: over how many the devices are spread, at least one.
  std::uint32_t device_processes = 1;
};

// Carries a plan out. What the environment makes impossible is a summary with the result kInvalid and its reasons.
RunSummary run_plan(const Plan& plan, const RunOptions& options);

// Whether a world can have what a scenario asks for; the reasons why not, one line each with the place in the file.
std::vector<std::string> cannot_exist_in(const Scenario& scenario, WorldKind world);

}  // namespace dialtone

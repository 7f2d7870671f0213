// Runs many scenarios, each as a `dialtone run` in its own process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/summary.h"
#include "values/stop_token.h"
#include "values/time.h"

namespace dialtone {

struct SuiteCase {
  // The case's name in the console, in JUnit and as a directory: the scenario's name with the matrix case,
  // `storm[transport=udp]`; for an unreadable file the file's name without extension. Unique within the suite: a second
  // case of the same name becomes `storm-2`.
  std::string name;
  std::filesystem::path scenario;
  // The `--set` overrides that select the matrix case, and those of the user: `transport=udp`.
  std::vector<std::string> overrides;
  // directory_name() of `name`.
  std::string directory;
  // The scenario's own name; empty if the file cannot be read.
  std::string scenario_name = {};
  // The scenario's seed, with the overrides applied.
  std::uint64_t own_seed = 0;
  // The errors in the file, one per line; a case with errors is not run.
  std::vector<std::string> mistakes = {};
  // For a repeated case: the seed of this run, and the name of the case.
  std::optional<std::uint64_t> seed = {};
  std::string repeats = {};
};

struct SuiteCaseResult {
  SuiteCase suite_case;
  RunResult result{};
  // True if the scenario cannot be read, or cannot be run with the given options.
  bool refused = false;
  Duration wall{};
  // The directory of the run's files.
  std::filesystem::path directory;
  // The lines of the run's output; for a run that passed, only the lines about faults that had no effect.
  std::vector<std::string> output;
};

struct SuiteOptions {
  std::filesystem::path executable;
  // Each case gets a subdirectory here, named after the case.
  std::filesystem::path directory;
  std::size_t jobs = 1;
  // Options added to each `dialtone run`, such as --verify and --world.
  std::vector<std::string> run_options = {};
  // Called as each case ends; may be empty.
  std::function<void(const SuiteCaseResult&)> on_finished;
  // When a stop is requested, running cases are interrupted and no further case starts.
  StopToken stop;
};

// The entries in the directory of a suite besides the cases: the results of earlier runs, and the report.
inline constexpr std::string_view kEarlier = "earlier";
inline constexpr std::string_view kSuiteReport = "junit.xml";

// Returns a name that can be a directory: replaces characters that a path cannot have by `-`, and limits the name to
// 160 bytes. `storm[file=a/b]` becomes `storm[file=a-b]`; `earlier`, which is reserved, becomes `earlier-`.
std::string directory_name(std::string_view name);

// Returns the case's name for the name of one of its repeated() runs: `storm[transport=udp]` for
// `storm[transport=udp,seed=7]`. Returns other names unchanged.
std::string without_seed(std::string_view name);

// Returns the cases whose name, directory or path equals or matches one of `include` (if it is empty: all cases) and
// none of `exclude`, in order, with SuiteCase::directory set. The patterns are shell patterns.
std::vector<SuiteCase> suite_cases(std::vector<SuiteCase> cases, const std::vector<std::string>& include,
                                   const std::vector<std::string>& exclude);

// Returns each case `times` times, with ascending seeds from its own seed on: `storm[seed=7]`,
// `storm[transport=udp,seed=7]`. A case that cannot be read is returned once.
std::vector<SuiteCase> repeated(const std::vector<SuiteCase>& cases, std::uint64_t times);

// Returns the results in the order of the cases. After an interruption, cases that never started are missing.
std::vector<SuiteCaseResult> run_suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options);

// Returns 130 after an interruption, else 2 if a case was refused, else 3 if one was invalid, else 1 if one failed,
// else 0 (docs/contract.md).
int suite_exit_code(const std::vector<SuiteCaseResult>& results, bool interrupted);

}  // namespace dialtone

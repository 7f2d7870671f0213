// Many scenarios, each carried out by a `dialtone run` in a process of its own.
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
  // In the console, in JUnit and as a directory: the scenario's, which ends with that of its matrix' case,
  // `storm[transport=udp]`; of a file that cannot be read the file's, without its extension. Unique in its suite,
  // numbered where two have the same: `storm-2`.
  std::string name;
  std::filesystem::path scenario;
  // What chooses it, and what else was changed: `transport=udp`.
  std::vector<std::string> overrides;
  // The directory that belongs to `name`: see directory_name().
  std::string directory;
  // The scenario's own name; empty where the file cannot be read.
  std::string scenario_name = {};
  // The scenario's seed, after the overrides.
  std::uint64_t own_seed = 0;
  // What is wrong with the file, a line each; then it is not run.
  std::vector<std::string> mistakes = {};
  // Where a case is repeated: the seed of this run, and the name of the case.
  std::optional<std::uint64_t> seed = {};
  std::string repeats = {};
};

struct SuiteCaseResult {
  SuiteCase suite_case;
  RunResult result{};
  // The scenario cannot be read, or cannot be run with the given options.
  bool refused = false;
  Duration wall{};
  // Where the run's files are.
  std::filesystem::path directory;
  // What the run had to say, line by line; where it passed, which faults did nothing.
  std::vector<std::string> output;
};

struct SuiteOptions {
  std::filesystem::path executable;
  // Each case has a directory of its name below it.
  std::filesystem::path directory;
  std::size_t jobs = 1;
  // Further options of each `dialtone run`: --verify, --world.
  std::vector<std::string> run_options = {};
  // Called as each case ends; may be empty.
  std::function<void(const SuiteCaseResult&)> on_finished;
  // When a stop is requested, the cases that run are interrupted, and no more are begun.
  StopToken stop;
};

// What the directory of many runs holds besides theirs: what the runs before left, and the report.
inline constexpr std::string_view kEarlier = "earlier";
inline constexpr std::string_view kSuiteReport = "junit.xml";

// A name as that of a directory: what a path cannot hold is a `-`, and it has at most 160 bytes.
// Of `storm[file=a/b]` it is `storm[file=a-b]`; of `earlier` it is `earlier-`.
std::string directory_name(std::string_view name);

// The name of the case whose run has that name, of repeated() too: of `storm[transport=udp,seed=7]` it is
// `storm[transport=udp]`. Other names stay.
std::string without_seed(std::string_view name);

// Those of `cases` whose name, directory or path is one of `include`, or like it (all where it is empty), and none of
// `exclude`, in their order, with their directories named. The patterns are a shell's.
std::vector<SuiteCase> suite_cases(std::vector<SuiteCase> cases, const std::vector<std::string>& include,
                                   const std::vector<std::string>& exclude);

// Each case `times` times, with the seeds from its own on: `storm[seed=7]`, `storm[transport=udp,seed=7]`.
// A case that cannot be read stays one.
std::vector<SuiteCase> repeated(const std::vector<SuiteCase>& cases, std::uint64_t times);

// In the order of the cases. After an interruption without those that were never begun.
std::vector<SuiteCaseResult> run_suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options);

// The contract's: 130 after an interruption, else 2 where one was refused, else 3 where one was invalid, else 1 where
// one failed.
int suite_exit_code(const std::vector<SuiteCaseResult>& results, bool interrupted);

}  // namespace dialtone

// Many scenarios, each carried out by a `dialtone run` in a process of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/engine/summary.h"
#include "values/time.h"

namespace dialtone {

struct SuiteCase {
  // For people: the file's name without its extension, and that of its matrix' case behind it: `storm[transport=udp]`.
  std::string name;
  std::filesystem::path scenario;
  // What chooses it, and what else was changed: `transport=udp`.
  std::vector<std::string> overrides;
  // The name of its directory, unique in its suite: `storm-transport-udp`, numbered where two have the same.
  std::string directory;
};

struct SuiteCaseResult {
  SuiteCase suite_case;
  RunResult result{};
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
  // Runs each twice and compares (`dialtone run --verify`).
  bool verify = false;
  // Called as each case ends; may be empty.
  std::function<void(const SuiteCaseResult&)> on_finished;
  // Set from a signal handler: the cases that run are interrupted, and no more are begun. May be null.
  const std::atomic<bool>* interrupted = nullptr;
};

// Those of `cases` whose name, directory or path is one of `include`, or like it (all where it is empty), and none of
// `exclude`, in their order, with their directories named. The patterns are a shell's.
std::vector<SuiteCase> suite_cases(std::vector<SuiteCase> cases, const std::vector<std::string>& include,
                                   const std::vector<std::string>& exclude);

// In the order of the cases. After an interruption without those that were never begun.
std::vector<SuiteCaseResult> run_suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options);

// The contract's: 130 after an interruption, else 3 where a run was invalid, else 1 where one failed.
int suite_exit_code(const std::vector<SuiteCaseResult>& results, bool interrupted);

}  // namespace dialtone

// Many runs, each in its own process: those of a suite, and of a scenario with many seeds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/engine/suite.h"
#include "scenarios/report/run_directory.h"
#include "values/result.h"

namespace dialtone {

struct ManyRuns {
  std::vector<SuiteCase> cases;
  // How many times each case is run; its seed is increased by one each time.
  std::uint64_t repeat = 1;
  std::size_t jobs = 1;
  // Further options of each `dialtone run`.
  std::vector<std::string> run_options;
  // A second file for the JUnit report; empty: only the one in the directory.
  std::string junit_xml;
  // Prints only runs that did not pass.
  bool quiet = false;
};

// Runs all cases below `directory` and reports the results; returns the exit code. Removes the directories of repeated
// runs that passed.
int carry_out(const ManyRuns& runs, RunDirectory& directory);

// Fails if --repeat needs seeds beyond the largest number.
Result<void> reach_seeds(const ManyRuns& runs);

// Parses --jobs. Null gives the number of processors, or 1 in a world of real time, where parallel runs would delay
// each other's timers.
Result<std::size_t> parse_jobs(const std::string* text, WorldKind world);
// Parses --repeat; null gives 1.
Result<std::uint64_t> parse_repeat(const std::string* text);

}  // namespace dialtone

// Many runs, each in a process of its own: those of a suite, and of a scenario with many seeds.
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
  // How often each is run, with the seeds from its own on.
  std::uint64_t repeat = 1;
  std::size_t jobs = 1;
  // Further options of each `dialtone run`.
  std::vector<std::string> run_options;
  // Where JUnit's file goes besides the directory; empty: nowhere.
  std::string junit_xml;
  // Says nothing but what did not pass.
  bool quiet = false;
};

// Carries them out below `directory` and tells what they came to; the exit code. Where a case is repeated, the
// directories of runs that passed are removed.
int carry_out(const ManyRuns& runs, RunDirectory& directory);

// Fails where --repeat asks for more seeds than come from a case's own on.
Result<void> reach_seeds(const ManyRuns& runs);

// Of --jobs: without it as many as there are processors, one in a world of real time, where runs beside each other
// would make each other's timers late.
Result<std::size_t> parse_jobs(const std::string* text, WorldKind world);
// Of --repeat; 1 without it.
Result<std::uint64_t> parse_repeat(const std::string* text);

}  // namespace dialtone

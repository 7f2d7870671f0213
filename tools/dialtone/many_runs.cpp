#include "tools/dialtone/many_runs.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <thread>

#include "scenarios/engine/stopwatch.h"
#include "scenarios/report/repeat_report.h"
#include "scenarios/report/suite_report.h"
#include "scenarios/report/terminal.h"
#include "tools/dialtone/command_support.h"
#include "tools/signals/signals.h"
#include "values/program.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// Creates the file with the user's default mode.
Result<void> write_for_ci(const std::string& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) return Failure{file + ": cannot be written"};
  return Result<void>();
}

// Takes the result of each run as it ends: prints it, and keeps what the final report needs.
class Reporter {
 public:
  Reporter(const ManyRuns& runs, std::vector<SuiteCase> cases)
      : runs_(runs), cases_(std::move(cases)), colour_(!runs.quiet && shows_colour(STDOUT_FILENO)) {
    for (const SuiteCase& each : runs.cases) {
      const auto planned = static_cast<std::size_t>(runs.repeat);
      if (runs.repeat > 1) repeats_.emplace(each.name, RepeatReport(each.name, each.own_seed, planned));
    }
  }

  void add(const SuiteCaseResult& result);
  // Reports the cases that did not start if the runs were interrupted.
  void finish(const std::vector<SuiteCaseResult>& results, Duration wall, const fs::path& directory);
  std::string junit(Duration wall) const { return junit_.xml(cases_, wall); }

 private:
  std::ostream& out() const { return runs_.quiet ? std::cerr : std::cout; }
  void print(const RepeatReport& report) const {
    if (!runs_.quiet || !report.all_passed()) report.print(out(), colour_);
  }

  const ManyRuns& runs_;
  std::vector<SuiteCase> cases_;
  bool colour_;
  SuiteJunit junit_;
  // The reports by the name of the repeated case.
  std::map<std::string, RepeatReport> repeats_;
};

void Reporter::add(const SuiteCaseResult& result) {
  junit_.add(result);
  if (!result.suite_case.seed) {
    const bool passed = result.result == RunResult::kPassed;
    if (!runs_.quiet || !passed) print_case(out(), result, colour_);
    return;
  }
  RepeatReport& report = repeats_.at(result.suite_case.repeats);
  report.add(result);
  std::error_code error;
  // Removes the directory: the seed of a run that passed is enough to repeat it.
  if (result.result == RunResult::kPassed) fs::remove_all(result.directory, error);
  if (report.is_complete()) print(report);
}

void Reporter::finish(const std::vector<SuiteCaseResult>& results, Duration wall, const fs::path& directory) {
  for (const SuiteCase& each : cases_) junit_.add_not_begun(each);
  for (const auto& [name, report] : repeats_) {
    if (!report.is_complete() && report.ended() > 0) print(report);
  }
  const bool all_passed = results.size() == cases_.size() &&
                          std::all_of(results.begin(), results.end(),
                                      [](const SuiteCaseResult& each) { return each.result == RunResult::kPassed; });
  if (runs_.quiet && all_passed) return;
  print_suite(out(), results, cases_.size(), runs_.repeat > 1 ? "run" : "scenario", wall, directory.string());
}

}  // namespace

int carry_out(const ManyRuns& runs, RunDirectory& directory) {
  if (!runs.junit_xml.empty()) {
    if (const Result<void> tried = try_to_write(runs.junit_xml); !tried) {
      return fail(kEnvironment, "--junit-xml: " + tried.error().reason);
    }
  }
  const std::vector<SuiteCase> cases = runs.repeat > 1 ? repeated(runs.cases, runs.repeat) : runs.cases;
  Reporter reporter(runs, cases);
  watch_signals();
  SuiteOptions options;
  options.executable = this_executable();
  options.directory = directory.path();
  options.jobs = runs.jobs;
  options.run_options = runs.run_options;
  options.stop = stop_at_signal();
  options.on_finished = [&reporter](const SuiteCaseResult& result) { reporter.add(result); };
  const Stopwatch stopwatch;
  const std::vector<SuiteCaseResult> results = run_suite(cases, options);
  const Duration wall = stopwatch.wall();
  reporter.finish(results, wall, directory.path());
  const std::string junit = reporter.junit(wall);
  Result<void> written = write_private_file(directory.path() / kSuiteReport, junit);
  if (written && !runs.junit_xml.empty()) written = write_for_ci(runs.junit_xml, junit);
  const int code = suite_exit_code(results, options.stop.stop_requested());
  const bool all_ended = code == exit_code(RunResult::kPassed) || code == exit_code(RunResult::kFailed);
  const Result<void> closed = close_directory(directory, written && all_ended);
  if (written) written = closed;
  return written ? code : fail(kEnvironment, written.error().reason);
}

Result<void> reach_seeds(const ManyRuns& runs) {
  for (const SuiteCase& each : runs.cases) {
    const std::uint64_t left = std::numeric_limits<std::uint64_t>::max() - each.own_seed;
    if (runs.repeat - 1 <= left) continue;
    return Failure{"--repeat " + std::to_string(runs.repeat) + ": " + each.name + " begins with seed " +
                   std::to_string(each.own_seed) + ", and the last seed is " +
                   std::to_string(std::numeric_limits<std::uint64_t>::max())};
  }
  return Result<void>();
}

Result<std::size_t> parse_jobs(const std::string* text, WorldKind world) {
  constexpr std::uint64_t kMost = 1'000;
  if (text == nullptr && world != WorldKind::kVirtual) return std::size_t{1};
  if (text == nullptr) return std::max<std::size_t>(1, std::thread::hardware_concurrency());
  const Result<std::uint64_t> jobs = parse_number("--jobs", *text, kMost);
  if (!jobs) return jobs.error();
  return static_cast<std::size_t>(*jobs);
}

Result<std::uint64_t> parse_repeat(const std::string* text) {
  constexpr std::uint64_t kMost = 100'000;
  if (text == nullptr) return std::uint64_t{1};
  return parse_number("--repeat", *text, kMost);
}

}  // namespace dialtone

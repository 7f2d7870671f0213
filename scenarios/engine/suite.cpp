#include "scenarios/engine/suite.h"

#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <list>
#include <optional>
#include <set>

#include "scenarios/engine/child_process.h"
#include "scenarios/engine/stopwatch.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr int kListenMs = 50;

bool is_like_any(const SuiteCase& suite_case, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return ::fnmatch(pattern.c_str(), suite_case.name.c_str(), 0) == 0 ||
           ::fnmatch(pattern.c_str(), suite_case.scenario.c_str(), 0) == 0;
  });
}

RunResult result_of(int status) {
  if (!WIFEXITED(status)) return RunResult::kInvalid;
  switch (WEXITSTATUS(status)) {
    case 0: return RunResult::kPassed;
    case 1: return RunResult::kFailed;
    case 130: return RunResult::kInterrupted;
    default: return RunResult::kInvalid;
  }
}

class Suite {
 public:
  Suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options) : cases_(cases), options_(options) {
    results_.resize(cases.size());
  }

  std::vector<SuiteCaseResult> run();

 private:
  struct Running {
    std::size_t number;
    ChildProcess process;
    Stopwatch stopwatch;
    std::vector<std::string> output;
  };

  bool interrupted() const { return options_.interrupted != nullptr && options_.interrupted->load(); }
  void begin(std::size_t number);
  // Takes what the runs say, for a moment.
  void listen();
  void end_finished();
  void finish(std::size_t number, RunResult result, Duration wall, std::vector<std::string> output);

  const std::vector<SuiteCase>& cases_;
  const SuiteOptions& options_;
  std::vector<std::optional<SuiteCaseResult>> results_;
  std::list<Running> running_;
  bool passed_on_ = false;
};

void Suite::begin(std::size_t number) {
  const SuiteCase& suite_case = cases_[number];
  Result<ChildProcess> child = ChildProcess::start(
      options_.executable,
      {"run", suite_case.scenario.string(), "--quiet", "--out", (options_.directory / suite_case.name).string()},
      ChildProcess::Errors::kWithOutput);
  if (child) {
    running_.push_back({number, std::move(*child), {}, {}});
  } else {
    finish(number, RunResult::kInvalid, {}, {child.error().reason});
  }
}

void Suite::listen() {
  std::vector<pollfd> descriptors;
  for (const Running& each : running_) {
    descriptors.push_back({each.process.at_end() ? -1 : each.process.output(), POLLIN, 0});
  }
  ::poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()), kListenMs);
  for (Running& each : running_) {
    if (each.process.at_end()) continue;
    for (std::string& line : each.process.read_lines()) each.output.push_back(std::move(line));
  }
}

void Suite::end_finished() {
  for (auto each = running_.begin(); each != running_.end();) {
    if (!each->process.at_end() || !each->process.has_ended()) {
      ++each;
      continue;
    }
    finish(each->number, result_of(*each->process.status()), each->stopwatch.wall(), std::move(each->output));
    each = running_.erase(each);
  }
}

void Suite::finish(std::size_t number, RunResult result, Duration wall, std::vector<std::string> output) {
  results_[number] =
      SuiteCaseResult{cases_[number], result, wall, options_.directory / cases_[number].name, std::move(output)};
  if (options_.on_finished) options_.on_finished(*results_[number]);
}

std::vector<SuiteCaseResult> Suite::run() {
  std::size_t next = 0;
  while (!running_.empty() || (next < cases_.size() && !interrupted())) {
    while (next < cases_.size() && running_.size() < options_.jobs && !interrupted()) begin(next++);
    listen();
    if (interrupted() && !passed_on_) {
      passed_on_ = true;
      for (Running& each : running_) each.process.signal(SIGINT);
    }
    end_finished();
  }
  std::vector<SuiteCaseResult> results;
  for (std::optional<SuiteCaseResult>& result : results_) {
    if (result) results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace

std::vector<SuiteCase> suite_cases(const std::vector<fs::path>& scenarios, const std::vector<std::string>& include,
                                   const std::vector<std::string>& exclude) {
  std::vector<SuiteCase> cases;
  std::set<std::string> taken;
  for (const fs::path& scenario : scenarios) {
    SuiteCase suite_case{scenario.stem().string(), scenario};
    if (!include.empty() && !is_like_any(suite_case, include)) continue;
    if (is_like_any(suite_case, exclude)) continue;
    for (int number = 2; !taken.insert(suite_case.name).second; ++number) {
      suite_case.name = scenario.stem().string() + "-" + std::to_string(number);
    }
    cases.push_back(std::move(suite_case));
  }
  return cases;
}

std::vector<SuiteCaseResult> run_suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options) {
  return Suite(cases, options).run();
}

int suite_exit_code(const std::vector<SuiteCaseResult>& results, bool interrupted) {
  if (interrupted) return exit_code(RunResult::kInterrupted);
  RunResult worst = RunResult::kPassed;
  for (const SuiteCaseResult& each : results) {
    if (each.result == RunResult::kInterrupted) return exit_code(RunResult::kInterrupted);
    if (each.result == RunResult::kInvalid) worst = RunResult::kInvalid;
    if (each.result == RunResult::kFailed && worst == RunResult::kPassed) worst = RunResult::kFailed;
  }
  return exit_code(worst);
}

}  // namespace dialtone

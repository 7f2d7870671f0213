#include "scenarios/engine/suite.h"

#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <list>
#include <optional>
#include <set>

#include "scenarios/engine/stopwatch.h"
#include "scenarios/sites/child_process.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr int kListenMs = 50;

bool is_like_any(const SuiteCase& suite_case, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    // Compare the text first, because brackets in a name are special characters of a pattern.
    return pattern == suite_case.name || ::fnmatch(pattern.c_str(), suite_case.name.c_str(), 0) == 0 ||
           ::fnmatch(pattern.c_str(), suite_case.directory.c_str(), 0) == 0 ||
           ::fnmatch(pattern.c_str(), suite_case.scenario.c_str(), 0) == 0 ||
           ::fnmatch(pattern.c_str(), suite_case.scenario.stem().c_str(), 0) == 0;
  });
}

// The exit code of a run whose scenario cannot be read or cannot be run with the given options.
constexpr int kRefused = 2;

// Returns the exit code for a process status. A run that a signal killed counts as invalid, or as interrupted if the
// signal was SIGINT.
int code_of(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  return exit_code(WTERMSIG(status) == SIGINT ? RunResult::kInterrupted : RunResult::kInvalid);
}

RunResult result_of(int code) {
  switch (code) {
    case 0: return RunResult::kPassed;
    case 1: return RunResult::kFailed;
    case 130: return RunResult::kInterrupted;
    default: return RunResult::kInvalid;
  }
}

std::string with_seed(const std::string& name, std::uint64_t seed) {
  const std::string end = "seed=" + std::to_string(seed) + "]";
  return name.ends_with(']') ? name.substr(0, name.size() - 1) + "," + end : name + "[" + end;
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

  bool interrupted() const { return options_.stop.stop_requested(); }
  void begin(std::size_t number);
  // Reads output of the runs; waits briefly if there is none.
  void listen();
  void end_finished();
  void finish(std::size_t number, int code, Duration wall, std::vector<std::string> output);

  const std::vector<SuiteCase>& cases_;
  const SuiteOptions& options_;
  std::vector<std::optional<SuiteCaseResult>> results_;
  std::list<Running> running_;
  bool passed_on_ = false;
};

void Suite::begin(std::size_t number) {
  const SuiteCase& suite_case = cases_[number];
  if (!suite_case.mistakes.empty()) return finish(number, kRefused, {}, suite_case.mistakes);
  std::vector<std::string> words{"run", suite_case.scenario.string(), "--quiet", "--out",
                                 (options_.directory / suite_case.directory).string()};
  for (const std::string& change : suite_case.overrides) words.insert(words.end(), {"--set", change});
  words.insert(words.end(), options_.run_options.begin(), options_.run_options.end());
  // A --repeat in the environment applies to the suite, not to each of its runs.
  words.insert(words.end(), {"--repeat", "1"});
  if (suite_case.seed) words.insert(words.end(), {"--seed", std::to_string(*suite_case.seed), "--durations"});
  Result<ChildProcess> child = ChildProcess::start(options_.executable, words, ChildProcess::Errors::kWithOutput);
  if (child) {
    running_.push_back({number, std::move(*child), {}, {}});
  } else {
    finish(number, exit_code(RunResult::kInvalid), {}, {child.error().reason});
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
    finish(each->number, code_of(*each->process.status()), each->stopwatch.wall(), std::move(each->output));
    each = running_.erase(each);
  }
}

void Suite::finish(std::size_t number, int code, Duration wall, std::vector<std::string> output) {
  results_[number] = SuiteCaseResult{.suite_case = cases_[number],
                                     .result = result_of(code),
                                     .refused = code == kRefused,
                                     .wall = wall,
                                     .directory = options_.directory / cases_[number].directory,
                                     .output = std::move(output)};
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

std::string directory_name(std::string_view name) {
  constexpr std::size_t kLongest = 160;
  std::string text(name.substr(0, kLongest));
  std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == '/' || c == 0x7F; }, '-');
  if (text.starts_with('.')) text.front() = '-';
  if (text == kEarlier) text += '-';
  return text;
}

std::string without_seed(std::string_view name) {
  constexpr std::string_view kSeed = "seed=";
  const std::size_t at = name.rfind(kSeed);
  if (at == std::string_view::npos || at == 0 || !name.ends_with(']')) return std::string(name);
  const std::string_view digits = name.substr(at + kSeed.size(), name.size() - at - kSeed.size() - 1);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::string(name);
  if (name[at - 1] == '[') return std::string(name.substr(0, at - 1));
  return name[at - 1] == ',' ? std::string(name.substr(0, at - 1)) + "]" : std::string(name);
}

std::vector<SuiteCase> suite_cases(std::vector<SuiteCase> cases, const std::vector<std::string>& include,
                                   const std::vector<std::string>& exclude) {
  std::vector<SuiteCase> chosen;
  std::set<std::string> taken;
  for (SuiteCase& each : cases) {
    const std::string base = directory_name(each.name);
    each.directory = base;
    if (!include.empty() && !is_like_any(each, include)) continue;
    if (is_like_any(each, exclude)) continue;
    std::string number;
    for (int next = 2; !taken.insert(base + number).second; ++next) number = "-" + std::to_string(next);
    each.directory = base + number;
    each.name += number;
    chosen.push_back(std::move(each));
  }
  return chosen;
}

std::vector<SuiteCase> repeated(const std::vector<SuiteCase>& cases, std::uint64_t times) {
  std::vector<SuiteCase> runs;
  for (const SuiteCase& each : cases) {
    if (!each.mistakes.empty()) runs.push_back(each);
    for (std::uint64_t number = 0; each.mistakes.empty() && number < times; ++number) {
      SuiteCase& run = runs.emplace_back(each);
      run.seed = each.own_seed + number;
      run.repeats = each.name;
      run.name = with_seed(each.name, *run.seed);
      run.directory = with_seed(each.directory, *run.seed);
      std::erase_if(run.overrides, [](const std::string& change) { return change.starts_with("seed="); });
    }
  }
  return runs;
}

std::vector<SuiteCaseResult> run_suite(const std::vector<SuiteCase>& cases, const SuiteOptions& options) {
  return Suite(cases, options).run();
}

int suite_exit_code(const std::vector<SuiteCaseResult>& results, bool interrupted) {
  if (interrupted) return exit_code(RunResult::kInterrupted);
  RunResult worst = RunResult::kPassed;
  bool any_refused = false;
  for (const SuiteCaseResult& each : results) {
    if (each.result == RunResult::kInterrupted) return exit_code(RunResult::kInterrupted);
    any_refused = any_refused || each.refused;
    if (each.result == RunResult::kInvalid) worst = RunResult::kInvalid;
    if (each.result == RunResult::kFailed && worst == RunResult::kPassed) worst = RunResult::kFailed;
  }
  return any_refused ? kRefused : exit_code(worst);
}

}  // namespace dialtone

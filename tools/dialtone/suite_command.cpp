#include "tools/dialtone/suite_command.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <thread>

#include "scenarios/engine/stopwatch.h"
#include "scenarios/engine/suite.h"
#include "scenarios/language/scenario_reader.h"
#include "scenarios/report/run_directory.h"
#include "scenarios/report/suite_report.h"
#include "tools/dialtone/command_support.h"
#include "values/command_line.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// By file.
using Mistakes = std::map<fs::path, std::vector<Diagnostic>>;

struct SuiteArguments {
  std::vector<SuiteCase> cases;
  Mistakes mistakes;
  std::size_t jobs = 1;
  bool verify = false;
  std::string out;
  std::string junit_xml;
};

Result<std::size_t> parse_jobs(const std::string* text) {
  if (text == nullptr) return std::max<std::size_t>(1, std::thread::hardware_concurrency());
  constexpr std::size_t kMost = 1'000;
  std::size_t jobs = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), jobs);
  if (fault != std::errc() || end != text->data() + text->size() || jobs == 0 || jobs > kMost) {
    return Failure{"--jobs " + *text + ": it is a number from 1 to 1000"};
  }
  return jobs;
}

// All files are read before the first runs: a mistake in the last is told at once. A file with mistakes is one case.
std::vector<SuiteCase> all_cases(const std::vector<fs::path>& files, const std::vector<std::string>& overrides,
                                 Mistakes& mistakes) {
  std::vector<SuiteCase> all;
  for (const fs::path& file : files) {
    const ScenarioCasesResult cases = read_scenario_cases_file(file.string(), overrides);
    if (!cases) {
      mistakes[file] = cases.error();
      all.push_back({file.stem().string(), file, overrides, {}});
      continue;
    }
    for (const ScenarioCase& each : *cases) {
      SuiteCase& added = all.emplace_back(SuiteCase{each.scenario.name, file, overrides, {}, each.scenario.name});
      for (const std::string& choice : each.choice) {
        const bool is_given = std::find(overrides.begin(), overrides.end(), choice) != overrides.end();
        if (!is_given) added.overrides.push_back(choice);
      }
    }
  }
  return all;
}

// Prints those of the files that are to run; whether there are any.
bool tell_mistakes(const SuiteArguments& arguments) {
  bool any = false;
  for (const SuiteCase& each : arguments.cases) {
    const auto found = arguments.mistakes.find(each.scenario);
    if (found == arguments.mistakes.end()) continue;
    std::cerr << to_text(found->second);
    any = true;
  }
  return any;
}

Result<SuiteArguments> parse_suite(const std::vector<std::string>& words) {
  const Result<CommandLine> line = CommandLine::parse(words,
                                                      {{.name = "jobs"},
                                                       {.name = "include", .repeats = true},
                                                       {.name = "exclude", .repeats = true},
                                                       {.name = "set", .repeats = true},
                                                       {.name = "verify", .is_flag = true},
                                                       {.name = "junit-xml"},
                                                       {.name = "out"}},
                                                      environment_variable);
  if (!line) return line.error();
  SuiteArguments suite;
  const Result<std::size_t> jobs = parse_jobs(line->find("jobs"));
  if (!jobs) return jobs.error();
  suite.jobs = *jobs;
  suite.verify = line->has("verify");
  suite.cases = suite_cases(all_cases(scenarios_below(line->words()), line->all("set"), suite.mistakes),
                            line->all("include"), line->all("exclude"));
  if (suite.cases.empty()) {
    return Failure{line->words().empty() ? "suite takes files, or folders with .yaml files"
                                         : "suite: no scenario matches"};
  }
  if (const std::string* out = line->find("out")) suite.out = *out;
  if (const std::string* junit = line->find("junit-xml")) suite.junit_xml = *junit;
  return suite;
}

}  // namespace

int suite_command(const std::vector<std::string>& words) {
  const Result<SuiteArguments> arguments = parse_suite(words);
  if (!arguments) return fail(kUsage, arguments.error().reason + " (dialtone --help)");
  if (tell_mistakes(*arguments)) return kUsage;
  std::vector<std::string> scenarios;
  for (const SuiteCase& each : arguments->cases) scenarios.push_back(each.scenario_name);
  Result<RunDirectory, DirectoryFailure> directory = RunDirectory::for_suite(arguments->out, scenarios);
  if (!directory) return fail(directory.error());

  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  const Stopwatch stopwatch;
  SuiteOptions options;
  options.executable = this_executable();
  options.directory = directory->path();
  options.jobs = arguments->jobs;
  options.verify = arguments->verify;
  options.interrupted = &catch_signals().interrupted;
  options.on_finished = [colour](const SuiteCaseResult& result) { print_case(std::cout, result, colour); };
  const std::vector<SuiteCaseResult> results = run_suite(arguments->cases, options);
  print_suite(std::cout, results, arguments->cases.size(), stopwatch.wall(), directory->path().string());
  const std::string junit = suite_junit_xml(results, stopwatch.wall());
  for (const std::string& file : {(directory->path() / "junit.xml").string(), arguments->junit_xml}) {
    if (file.empty()) continue;
    std::ofstream stream(file, std::ios::binary);
    stream << junit;
    if (!stream.flush()) return fail(kEnvironment, file + ": cannot be written");
  }
  if (!options.interrupted->load()) {
    if (const Result<void> done = directory->complete(); !done) return fail(kEnvironment, done.error().reason);
  }
  return suite_exit_code(results, options.interrupted->load());
}

}  // namespace dialtone

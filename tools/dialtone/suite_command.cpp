#include "tools/dialtone/suite_command.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <sstream>

#include "scenarios/language/plan/scenario_reader.h"
#include "tools/dialtone/command_support.h"
#include "tools/dialtone/many_runs.h"
#include "values/command_line.h"
#include "values/kept_file.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::vector<Diagnostic>& mistakes) {
  std::vector<std::string> lines;
  std::istringstream text(to_text(mistakes));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// Reads all files before the first run, so that an error in the last file is reported at once. A file with errors is
// one case.
std::vector<SuiteCase> all_cases(const std::vector<fs::path>& files, const std::vector<std::string>& overrides) {
  std::vector<SuiteCase> all;
  for (const fs::path& file : files) {
    const ScenarioCasesResult cases = read_scenario_cases_file(file.string(), overrides);
    if (!cases) {
      SuiteCase& unreadable = all.emplace_back(SuiteCase{file.stem().string(), file, overrides, {}});
      unreadable.mistakes = lines_of(cases.error());
      continue;
    }
    for (const ScenarioCase& each : *cases) {
      SuiteCase& added = all.emplace_back(SuiteCase{each.scenario.name, file, overrides, {}});
      added.scenario_name = each.scenario.name;
      added.own_seed = each.scenario.seed;
      for (const std::string& choice : each.choice) {
        const bool is_given = std::find(overrides.begin(), overrides.end(), choice) != overrides.end();
        if (!is_given) added.overrides.push_back(choice);
      }
    }
  }
  return all;
}

// Collects the options that the suite passes to each run, and what the environment sets for each.
Result<ManyRuns> parse_suite(const CommandLine& line) {
  const std::optional<std::string> world_name = environment_variable("DIALTONE_WORLD");
  const Result<WorldKind> world = parse_world(world_name ? &*world_name : nullptr);
  if (!world) return world.error();
  ManyRuns suite;
  const Result<std::size_t> jobs = parse_jobs(line.find("jobs"), *world);
  if (!jobs) return jobs.error();
  suite.jobs = *jobs;
  const Result<std::uint64_t> repeat = parse_repeat(line.find("repeat"));
  if (!repeat) return repeat.error();
  suite.repeat = *repeat;
  if (line.has("verify")) suite.run_options.emplace_back("--verify");
  if (const std::string* limit = line.find("time-limit")) {
    const Result<Duration> duration = parse_time_limit(*limit);
    if (!duration) return duration.error();
    suite.run_options.insert(suite.run_options.end(), {"--time-limit", *limit});
  }
  std::vector<std::string> overrides = line.all("set");
  if (const std::optional<std::string> seed = environment_variable("DIALTONE_SEED")) {
    overrides.push_back("seed=" + *seed);
  }
  suite.cases =
      suite_cases(all_cases(scenarios_below(line.words()), overrides), line.all("include"), line.all("exclude"));
  if (suite.cases.empty()) {
    return Failure{line.words().empty() ? "suite takes files, or folders with .yaml files"
                                        : "suite: no scenario matches"};
  }
  if (const std::string* junit = line.find("junit-xml")) suite.junit_xml = *junit;
  return suite;
}

// Returns the names that this suite creates in its directory, apart from the fixed ones. Fails if the file of
// --junit-xml is in a folder below the directory, or has the name of another entry.
Result<std::vector<std::string>> made_in(const std::string& out, const ManyRuns& suite) {
  std::vector<std::string> names;
  for (const SuiteCase& each : suite.cases) names.push_back(each.directory);
  if (out.empty() || suite.junit_xml.empty()) return names;
  std::error_code error;
  const fs::path file = fs::weakly_canonical(fs::absolute(suite.junit_xml, error), error);
  const fs::path below = file.lexically_relative(fs::weakly_canonical(fs::absolute(out, error), error));
  if (below.empty() || *below.begin() == "..") return names;
  const std::string name = below.string();
  const bool is_taken = name == kEarlier || std::find(names.begin(), names.end(), name) != names.end();
  if (is_taken || below.has_parent_path()) {
    return Failure{"--junit-xml " + suite.junit_xml + ": it lies where the suite's own files go; name another place"};
  }
  names.push_back(name);
  return names;
}

}  // namespace

int suite_command(const std::vector<std::string>& words) {
  const Result<CommandLine> line = CommandLine::parse(words,
                                                      {{.name = "jobs"},
                                                       {.name = "repeat"},
                                                       {.name = "include", .repeats = true},
                                                       {.name = "exclude", .repeats = true},
                                                       {.name = "set", .repeats = true},
                                                       {.name = "time-limit"},
                                                       {.name = "verify", .is_flag = true},
                                                       {.name = "junit-xml"},
                                                       {.name = "out"}},
                                                      environment_variable);
  if (!line) return fail(kUsage, line.error().reason + " (dialtone --help)");
  const Result<ManyRuns> suite = parse_suite(*line);
  if (!suite) return fail(kUsage, suite.error().reason + " (dialtone --help)");
  std::vector<std::string> scenarios;
  for (const SuiteCase& each : suite->cases) {
    // The name under which an earlier run may have stored the case; if the file cannot be read now, its own name.
    scenarios.push_back(each.mistakes.empty() ? each.scenario_name : each.name);
    const Result<void> kept = would_keep({"--junit-xml", suite->junit_xml}, {{"a scenario", each.scenario.string()}});
    if (!kept) return fail(kUsage, kept.error().reason);
    for (const std::string& mistake : each.mistakes) std::cerr << mistake << '\n';
  }
  if (const Result<void> reached = reach_seeds(*suite); !reached) return fail(kUsage, reached.error().reason);
  const std::string* out = line->find("out");
  const std::string wanted = out == nullptr ? "" : *out;
  const Result<std::vector<std::string>> names = made_in(wanted, *suite);
  if (!names) return fail(kUsage, names.error().reason);
  Result<RunDirectory, DirectoryFailure> directory = RunDirectory::for_suite(wanted, scenarios, *names);
  if (!directory) return fail(directory.error());
  return carry_out(*suite, *directory);
}

}  // namespace dialtone

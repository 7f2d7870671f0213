#include "tools/dialtone/validate_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/back_off_warnings.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tools/dialtone/command_support.h"
#include "values/command_line.h"

namespace dialtone {

namespace fs = std::filesystem;

namespace {

// Returns what keeps the cases of a file from running in `world`, each reason once.
std::vector<std::string> all_obstacles(const std::vector<ScenarioCase>& cases, WorldKind world) {
  std::vector<std::string> obstacles;
  for (const ScenarioCase& each : cases) {
    for (std::string& obstacle : cannot_exist_in(each.scenario, world)) {
      if (std::find(obstacles.begin(), obstacles.end(), obstacle) == obstacles.end()) {
        obstacles.push_back(std::move(obstacle));
      }
    }
  }
  return obstacles;
}

// Returns the warnings of all cases of a file, each once.
std::vector<Diagnostic> all_warnings(const std::vector<ScenarioCase>& cases) {
  std::vector<Diagnostic> warnings;
  for (const ScenarioCase& each : cases) {
    for (Diagnostic& warning : back_off_warnings(each.scenario)) {
      if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) {
        warnings.push_back(std::move(warning));
      }
    }
  }
  return warnings;
}

}  // namespace

int validate_command(const std::vector<std::string>& words) {
  const Result<CommandLine> line =
      CommandLine::parse(words, {{.name = "world"}, {.name = "set", .repeats = true}}, environment_variable);
  if (!line) return fail(kUsage, line.error().reason + " (dialtone --help)");
  const Result<WorldKind> world = parse_world(line->find("world"));
  if (!world) return fail(kUsage, world.error().reason);
  const std::vector<fs::path> files = scenarios_below(line->words());
  if (files.empty()) return fail(kUsage, "validate: no scenario there; name files, or folders with .yaml files");
  bool good = true;
  for (const fs::path& file : files) {
    const ScenarioCasesResult cases = read_scenario_cases_file(file.string(), line->all("set"));
    if (!cases) {
      std::cerr << to_text(cases.error());
      good = false;
      continue;
    }
    const std::vector<std::string> obstacles = all_obstacles(*cases, *world);
    for (const std::string& obstacle : obstacles) std::cerr << obstacle << '\n';
    std::cerr << to_text(all_warnings(*cases));
    good = good && obstacles.empty();
    const std::string count = cases->size() == 1 ? "" : ", " + std::to_string(cases->size()) + " cases";
    if (obstacles.empty()) std::cout << file.string() << ": fine" << count << '\n';
  }
  return good ? 0 : kUsage;
}

}  // namespace dialtone

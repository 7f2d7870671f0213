#include "tools/dialtone/validate_command.h"

#include <filesystem>
#include <iostream>

#include "scenarios/engine/run.h"
#include "scenarios/engine/scenario_reader.h"
#include "tools/dialtone/command_support.h"
#include "values/command_line.h"

namespace dialtone {

namespace fs = std::filesystem;

int validate_command(const std::vector<std::string>& words) {
  const Result<CommandLine> line = CommandLine::parse(words, {{.name = "world"}}, environment_variable);
  if (!line) return fail(kUsage, line.error().reason + " (dialtone --help)");
  const Result<WorldKind> world = parse_world(line->find("world"));
  if (!world) return fail(kUsage, world.error().reason);
  const std::vector<fs::path> files = scenarios_below(line->words());
  if (files.empty()) return fail(kUsage, "validate: no scenario there; name files, or folders with .yaml files");
  bool good = true;
  for (const fs::path& file : files) {
    const ScenarioResult scenario = read_scenario_file(file.string());
    if (!scenario) {
      std::cerr << to_text(scenario.error());
      good = false;
      continue;
    }
    const std::vector<std::string> obstacles = cannot_exist_in(*scenario, *world);
    for (const std::string& obstacle : obstacles) std::cerr << obstacle << '\n';
    good = good && obstacles.empty();
    if (obstacles.empty()) std::cout << file.string() << ": fine\n";
  }
  return good ? 0 : kUsage;
}

}  // namespace dialtone

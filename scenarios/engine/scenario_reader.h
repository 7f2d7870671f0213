// Reads a scenario from YAML, strictly: what it does not know it refuses, and it tells every fault with its place.
//
// scenarios/scenario.schema.json describes the same language for editors; design.md says what it should read like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/diagnostic.h"
#include "scenarios/engine/scenario.h"
#include "values/result.h"

namespace dialtone {

// A scenario, or everything that is wrong with it, in the order of the file.
using ScenarioResult = Result<Scenario, std::vector<Diagnostic>>;

// `overrides`: each `KEY=VALUE`, applied in order before reading (scenario_override.h). At most 4 MB.
ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides = {});

// `path` is for messages, and says where a plan's CSV files stand: beside it.
ScenarioResult read_scenario(std::string_view yaml, const std::string& path,
                             const std::vector<std::string>& overrides = {});

}  // namespace dialtone

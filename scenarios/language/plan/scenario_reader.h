// Reads a scenario from YAML, strictly: what it does not know it refuses, and it tells every fault with its place.
//
// scenarios/scenario.schema.json describes the same language for editors; design.md says what it should read like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/include_files.h"
#include "scenarios/language/parties/scenario.h"
#include "values/result.h"
#include "values/text_file.h"

namespace dialtone {

// A scenario, or everything that is wrong with it, in the order of the file.
using ScenarioResult = Result<Scenario, std::vector<Diagnostic>>;

// A file with a matrix (matrix.h) is read only where `overrides` leave one of its cases.
//
// `overrides`: each `KEY=VALUE`, applied in order before reading (scenario_override.h). At most 4 MB.
ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides = {});

// `path` is for messages, and says where included files (include_files.h) and a plan's CSV files stand: beside it.
// `read` reads the included.
ScenarioResult read_scenario(std::string_view yaml, const std::string& path,
                             const std::vector<std::string>& overrides = {}, const ReadFile& read = read_text_file);

// One of the cases that a matrix makes of a file; the only one where it has none.
struct ScenarioCase {
  // Its name ends with that of the case.
  Scenario scenario;
  // `[transport=udp]`; empty without a matrix.
  std::string name;
  // `transport=udp`: the overrides that choose it.
  std::vector<std::string> choice;
};
using ScenarioCasesResult = Result<std::vector<ScenarioCase>, std::vector<Diagnostic>>;

// All cases that `overrides` leave, at least one; or everything that is wrong with any of them, each fault once.
ScenarioCasesResult read_scenario_cases_file(const std::string& path, const std::vector<std::string>& overrides = {});
ScenarioCasesResult read_scenario_cases(std::string_view yaml, const std::string& path,
                                        const std::vector<std::string>& overrides = {},
                                        const ReadFile& read = read_text_file);

// Whether the file has neither `scenario` nor `fleet`: it is no scenario, but something that several include. False
// where it cannot be read, which is for the reader to say.
bool is_for_inclusion(const std::string& path);

}  // namespace dialtone

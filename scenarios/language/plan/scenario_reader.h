// Reads a scenario from YAML. The reader is strict: it reports unknown keys, and every mistake with its place.
//
// scenarios/scenario.schema.json describes the same language for editors; docs/design.md gives the reasons.
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

// A scenario, or all diagnostics in the order of the file.
using ScenarioResult = Result<Scenario, std::vector<Diagnostic>>;

// A file with a matrix (matrix.h) is read only if `overrides` leave exactly one of its cases.
//
// `overrides`: texts `KEY=VALUE`, applied in order before reading (scenario_override.h). The file may have 4 MB.
ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides = {});

// `path`: the file's name in messages; included files (include_files.h) and CSV files are looked for in its directory.
// `read`: reads included files.
ScenarioResult read_scenario(std::string_view yaml, const std::string& path,
                             const std::vector<std::string>& overrides = {}, const ReadFile& read = read_text_file);

// One case of a matrix, or the only case of a file without one.
struct ScenarioCase {
  // The scenario; its name ends with the name of the case.
  Scenario scenario;
  // The name of the case, `[transport=udp]`; empty without a matrix.
  std::string name;
  // The overrides that choose the case: `transport=udp`.
  std::vector<std::string> choice;
};
using ScenarioCasesResult = Result<std::vector<ScenarioCase>, std::vector<Diagnostic>>;

// Returns all cases that `overrides` leave, at least one; or the diagnostics of all cases, each diagnostic once.
ScenarioCasesResult read_scenario_cases_file(const std::string& path, const std::vector<std::string>& overrides = {});
ScenarioCasesResult read_scenario_cases(std::string_view yaml, const std::string& path,
                                        const std::vector<std::string>& overrides = {},
                                        const ReadFile& read = read_text_file);

// True if the file has neither `scenario` nor `fleet`, so that it is only meant to be included by scenarios. False if
// the file cannot be read; the reader reports that.
bool is_for_inclusion(const std::string& path);

}  // namespace dialtone

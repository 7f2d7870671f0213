#include "scenarios/language/plan/scenario_reader.h"

#include <algorithm>
#include <utility>

#include "scenarios/language/document/matrix.h"
#include "scenarios/language/document/parameters.h"
#include "scenarios/language/document/scenario_override.h"
#include "scenarios/language/document/sections.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/expectations/expectation_reader.h"
#include "scenarios/language/faults/fault_reader.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/names/scenario_names.h"
#include "scenarios/language/parties/parties_reader.h"
#include "scenarios/language/parties/scenario_keys.h"
#include "scenarios/language/plan/answer_checks.h"
#include "scenarios/language/plan/chosen_devices.h"
#include "scenarios/language/plan/device_change_checks.h"
#include "scenarios/language/plan/liveness.h"
#include "scenarios/language/plan/loads.h"
#include "values/spelling.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

bool has_unknown_of_file(const MapCursor& map) {
  return std::any_of(map.node().entries.begin(), map.node().entries.end(), [&](const YamlEntry& entry) {
    return !map.knows(entry.key) && entry.origin.override_number == 0;
  });
}

// Reports unknown keys. If an override added the key, it may be a misspelt parameter. Such a key is not reported if the
// file itself has mistakes.
void refuse_unknown(MapCursor& map, const std::vector<std::string>& parameters) {
  bool is_added = false;
  for (const YamlEntry& entry : map.node().entries) {
    if (map.knows(entry.key) || entry.origin.override_number == 0) continue;
    is_added = true;
    if (map.diagnostics().has_of_files() || has_unknown_of_file(map)) map.has(entry.key);
  }
  // Sections that were removed from the document earlier.
  std::vector<std::string_view> candidates(section::kTakenOut.begin(), section::kTakenOut.end());
  if (is_added) candidates.insert(candidates.end(), parameters.begin(), parameters.end());
  map.refuse_unknown(candidates);
}

// True for a document that is not a scenario itself but can be included by one.
bool is_part(const YamlNode& root) {
  return !root.entries.empty() && root.find("scenario") == nullptr && root.find(section::kFleet) == nullptr;
}

// `parameters`: the names of the parameters, for hints about overrides.
Scenario read_root(const YamlNode& root, const std::vector<std::string>& parameters, Diagnostics& diagnostics) {
  Scenario scenario;
  scenario.path = diagnostics.path();
  scenario.included = diagnostics.added_files();
  MapCursor map(root, "the scenario", root.origin, diagnostics);
  if (is_part(root)) {
    map.has("scenario");
    map.has(section::kFleet);
    diagnostics.report(root.origin, "neither 'scenario: NAME' nor 'fleet': it is for scenarios to include");
  }
  const ScenarioNames names = read_names(root, diagnostics);
  KeyReader keys(map, names);
  describe(keys, scenario);
  const auto section = [&](std::string_view name) { return map.map(name) ? root.find(name) : nullptr; };
  if (const YamlNode* profiles = section(section::kProfiles)) {
    scenario.profiles = read_profiles(*profiles, names, diagnostics);
  }
  read_servers(map, names, scenario);
  if (const YamlNode* faults = section(section::kFaults)) {
    scenario.faults = read_faults(*faults, names, scenario.duration, diagnostics);
  }
  if (!map.knows(section::kFleet)) map.require(section::kFleet);
  if (const YamlNode* fleet = section(section::kFleet)) {
    const std::string directory = scenario.path.substr(0, scenario.path.rfind('/') + 1);
    scenario.fleet = read_fleet(*fleet, scenario, names, directory, diagnostics);
  }
  check_chosen_devices(root, scenario, diagnostics);
  check_device_changes(root, scenario, diagnostics);
  check_answers(root, scenario, diagnostics);
  if (const YamlNode* nats = section(section::kNats)) scenario.nats = read_nats(*nats, names, diagnostics);
  if (const YamlNode* proxies = section(section::kProxies)) scenario.proxies = read_proxies(*proxies, diagnostics);
  if (section(section::kNetwork)) read_network(map.entry(section::kNetwork), names, scenario, diagnostics);
  if (const YamlNode* expect = map.list(section::kExpect)) {
    std::vector<GroupSize> groups;
    std::vector<std::string_view> loads;
    for (const Group& group : scenario.fleet) {
      if (group.load) {
        loads.push_back(group.name);
      } else {
        groups.push_back({group.name, group.count});
      }
    }
    const ExpectationContext context{scenario.faults,   scenario.duration, names,
                                     std::move(groups), scenario.record,   std::move(loads)};
    scenario.expectations = read_expectations(*expect, context, diagnostics);
  }
  check_liveness(root, scenario, diagnostics);
  check_loads(root, scenario, diagnostics);
  refuse_unknown(map, parameters);
  return scenario;
}

// A document whose matrix has been read, but of which no case has been chosen.
struct ScenarioDocument {
  YamlNode root;
  Matrix matrix;
  // The cases; at least one.
  std::vector<Matrix::Case> cases;
  // The overrides that could not be applied, and why. The cause may be a mistake in the file.
  struct Misdirected {
    int number;
    std::string why;
  };
  std::vector<Misdirected> misdirected;
};

void apply_overrides(ScenarioDocument& document, const std::vector<std::string>& overrides, Diagnostics& diagnostics) {
  const auto is_of_matrix = [&](const YamlNode& root, std::string_view change) {
    return change.find('=') != std::string_view::npos && has_matrix_key(root, change.substr(0, change.find('=')));
  };
  std::vector<std::size_t> restrictions;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    if (is_of_matrix(document.root, overrides[i])) {
      restrictions.push_back(i);
    } else {
      const std::optional<std::string> why_not =
          apply_override(document.root, overrides[i], static_cast<int>(i + 1), diagnostics);
      if (why_not) document.misdirected.push_back({static_cast<int>(i + 1), *why_not});
    }
  }
  document.matrix = Matrix::take(document.root, diagnostics);
  for (const std::size_t i : restrictions) document.matrix.restrict(overrides[i], static_cast<int>(i + 1), diagnostics);
}

std::optional<ScenarioDocument> read_document(std::string_view yaml, const std::vector<std::string>& overrides,
                                              const ReadFile& read, Diagnostics& diagnostics) {
  std::optional<YamlNode> root = parse_with_includes(yaml, diagnostics, read);
  if (!root) return std::nullopt;
  if (root->kind == YamlNode::Kind::kNull) {
    diagnostics.report({{1, 1}}, "empty; a scenario begins with 'scenario: NAME'");
    return std::nullopt;
  }
  if (root->kind != YamlNode::Kind::kMap) {
    diagnostics.report(root->origin, "a scenario is a map that begins with 'scenario: NAME'");
    return std::nullopt;
  }
  ScenarioDocument document{std::move(*root), {}, {}, {}};
  apply_overrides(document, overrides, diagnostics);
  document.cases = document.matrix.cases();
  if (document.cases.empty()) {
    diagnostics.report(document.matrix.origin(), "the matrix leaves no case");
    return std::nullopt;
  }
  return document;
}

std::vector<std::string> parameters_of(const YamlNode& root) {
  std::vector<std::string> names;
  const YamlNode* section = root.find(section::kParameters);
  if (section == nullptr) return names;
  for (const YamlEntry& entry : section->entries) names.push_back(entry.key);
  return names;
}

// Reports the overrides that could not be applied, unless the file has mistakes of its own.
void report_misdirected(const ScenarioDocument& document, Diagnostics& diagnostics) {
  if (diagnostics.has_of_files()) return;
  for (const ScenarioDocument::Misdirected& each : document.misdirected)
    diagnostics.report({{}, each.number}, each.why);
}

Scenario read_case(const ScenarioDocument& document, const Matrix::Case& values, Diagnostics& diagnostics) {
  YamlNode root = document.root;
  document.matrix.apply(values, root);
  const std::vector<std::string> parameters = parameters_of(root);
  apply_parameters(root, diagnostics);
  Scenario scenario = read_root(root, parameters, diagnostics);
  report_misdirected(document, diagnostics);
  scenario.name += document.matrix.name_of(values);
  return scenario;
}

void report_choice(const ScenarioDocument& document, const std::string& path, Diagnostics& diagnostics) {
  std::string choice;
  for (const std::string& each : document.matrix.choice_of(document.cases.front())) choice += " --set " + each;
  diagnostics.report(document.matrix.origin(), "a matrix of " + std::to_string(document.cases.size()) +
                                                   " cases: choose one (" + choice.substr(1) +
                                                   "), or carry all out: dialtone suite " + path);
}

}  // namespace

ScenarioResult read_scenario(std::string_view yaml, const std::string& path, const std::vector<std::string>& overrides,
                             const ReadFile& read) {
  Diagnostics diagnostics(path, overrides);
  std::optional<ScenarioDocument> document = read_document(yaml, overrides, read, diagnostics);
  if (!document) return diagnostics.sorted();
  if (document->cases.size() > 1 && diagnostics.empty()) {
    report_choice(*document, path, diagnostics);
    return diagnostics.sorted();
  }
  Scenario scenario = read_case(*document, document->cases.front(), diagnostics);
  if (!diagnostics.empty()) return diagnostics.sorted();
  return scenario;
}

ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (text) return read_scenario(*text, path, overrides);
  return std::vector<Diagnostic>{{path, 0, 0, text.error().reason}};
}

ScenarioCasesResult read_scenario_cases(std::string_view yaml, const std::string& path,
                                        const std::vector<std::string>& overrides, const ReadFile& read) {
  Diagnostics diagnostics(path, overrides);
  const std::optional<ScenarioDocument> document = read_document(yaml, overrides, read, diagnostics);
  if (!document) return diagnostics.sorted();
  std::vector<ScenarioCase> cases;
  for (const Matrix::Case& each : document->cases) {
    cases.push_back(
        {read_case(*document, each, diagnostics), document->matrix.name_of(each), document->matrix.choice_of(each)});
    if (diagnostics.full()) break;
  }
  if (!diagnostics.empty()) return diagnostics.sorted();
  return cases;
}

ScenarioCasesResult read_scenario_cases_file(const std::string& path, const std::vector<std::string>& overrides) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (text) return read_scenario_cases(*text, path, overrides);
  return std::vector<Diagnostic>{{path, 0, 0, text.error().reason}};
}

bool is_for_inclusion(const std::string& path) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (!text) return false;
  Diagnostics diagnostics(path, {});
  const std::optional<YamlNode> root = parse_yaml(*text, {}, diagnostics);
  return root && root->kind == YamlNode::Kind::kMap && is_part(*root);
}

}  // namespace dialtone

#include "scenarios/language/plan/scenario_reader.h"

#include <algorithm>
#include <utility>

#include "scenarios/language/document/matrix.h"
#include "scenarios/language/document/parameters.h"
#include "scenarios/language/document/scenario_override.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/expectations/expectation_reader.h"
#include "scenarios/language/faults/fault_reader.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/parties/fleet_reader.h"
#include "scenarios/language/parties/network_keys.h"
#include "scenarios/language/parties/scenario_keys.h"
#include "scenarios/language/parties/scenario_names.h"
#include "scenarios/language/parties/servers_reader.h"
#include "scenarios/language/plan/liveness_reader.h"
#include "values/spelling.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

NatSettings read_nat(MapCursor& map, const YamlEntry& entry, const ScenarioNames& names) {
  NatSettings nat;
  nat.name = entry.key;
  nat.place = entry.origin.place;
  read_keys(map, names, nat.options);
  return nat;
}

std::vector<NatSettings> read_nats(const YamlNode& section, const ScenarioNames& names, FaultList& faults) {
  std::vector<NatSettings> nats;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the NAT " + in_quotes(entry.key) + " must be a map; {} is a home router");
      continue;
    }
    MapCursor map(entry.value, "the NAT " + in_quotes(entry.key), entry.origin, faults);
    nats.push_back(read_nat(map, entry, names));
  }
  return nats;
}

std::vector<ProxySettings> read_proxies(const YamlNode& section, FaultList& faults) {
  std::vector<ProxySettings> proxies;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin,
                    "the proxy " + in_quotes(entry.key) + " must be a map; {} passes everything on");
      continue;
    }
    MapCursor(entry.value, "the proxy " + in_quotes(entry.key), entry.origin, faults).refuse_unknown();
    proxies.push_back({entry.key, entry.origin.place});
  }
  return proxies;
}

void read_network(const YamlEntry& section, const ScenarioNames& names, Scenario& scenario, FaultList& faults) {
  scenario.network_place = section.origin.place;
  MapCursor network(section.value, "'network'", section.origin, faults);
  for (const std::string_view group : names.groups) {
    std::optional<MapCursor> map = network.map(group);
    if (!map) continue;
    NetworkEntry& entry = scenario.network.emplace_back();
    entry.group = group;
    entry.place = network.entry(group).origin.place;
    read_keys(*map, names, entry.link);
  }
  for (const YamlEntry& entry : section.value.entries) {
    if (network.knows(entry.key)) continue;
    faults.report(entry.origin, "there is no group " + in_quotes(entry.key) + did_you_mean(entry.key, names.groups));
  }
}

bool has_unknown_of_file(const MapCursor& map) {
  return std::any_of(map.node().entries.begin(), map.node().entries.end(), [&](const YamlEntry& entry) {
    return !map.knows(entry.key) && entry.origin.override_number == 0;
  });
}

// A key that an override has added may be meant for a parameter, and may be unknown because the file itself is wrong.
void refuse_unknown(MapCursor& map, const std::vector<std::string>& parameters) {
  bool is_added = false;
  for (const YamlEntry& entry : map.node().entries) {
    if (map.knows(entry.key) || entry.origin.override_number == 0) continue;
    is_added = true;
    if (map.faults().has_of_files() || has_unknown_of_file(map)) map.has(entry.key);
  }
  // The sections that have been taken out already.
  std::vector<std::string_view> candidates{"include", "parameters", "matrix"};
  if (is_added) candidates.insert(candidates.end(), parameters.begin(), parameters.end());
  map.refuse_unknown(candidates);
}

// Of a document that only others can be made of.
bool is_part(const YamlNode& root) {
  return !root.entries.empty() && root.find("scenario") == nullptr && root.find("fleet") == nullptr;
}

// `parameters`: their names, for which an override may have been meant.
Scenario read_root(const YamlNode& root, const std::vector<std::string>& parameters, FaultList& faults) {
  Scenario scenario;
  scenario.path = faults.path();
  scenario.included = faults.added_files();
  MapCursor map(root, "the scenario", root.origin, faults);
  if (is_part(root)) {
    map.has("scenario");
    map.has("fleet");
    faults.report(root.origin, "neither 'scenario: NAME' nor 'fleet': it is for scenarios to include");
  }
  const ScenarioNames names = read_names(root, faults);
  KeyReader keys(map, names);
  describe(keys, scenario);
  if (map.map("profiles")) scenario.profiles = read_profiles(*root.find("profiles"), names, faults);
  read_servers(map, names, scenario);
  if (map.map("faults")) scenario.faults = read_faults(*root.find("faults"), names, scenario, faults);
  if ((map.knows("fleet") || map.require("fleet")) && map.map("fleet")) {
    const std::string directory = scenario.path.substr(0, scenario.path.rfind('/') + 1);
    scenario.fleet = read_fleet(*root.find("fleet"), scenario, names, directory, faults);
  }
  if (map.map("nats")) scenario.nats = read_nats(*root.find("nats"), names, faults);
  if (map.map("proxies")) scenario.proxies = read_proxies(*root.find("proxies"), faults);
  if (map.map("network")) read_network(map.entry("network"), names, scenario, faults);
  if (const YamlNode* expect = map.list("expect")) {
    scenario.expectations = read_expectations(*expect, scenario, names, faults);
  }
  check_liveness(root, scenario, faults);
  refuse_unknown(map, parameters);
  return scenario;
}

// What a file says, before one of its cases is chosen.
struct Document {
  YamlNode root;
  Matrix matrix;
  // At least one.
  std::vector<Matrix::Case> cases;
  // The overrides that could not be applied, and why. Where the file itself is wrong, that may be the reason.
  struct Misdirected {
    int number;
    std::string why;
  };
  std::vector<Misdirected> misdirected;
};

void apply_overrides(Document& document, const std::vector<std::string>& overrides, FaultList& faults) {
  const auto is_of_matrix = [&](const YamlNode& root, std::string_view change) {
    return change.find('=') != std::string_view::npos && has_matrix_key(root, change.substr(0, change.find('=')));
  };
  std::vector<std::size_t> restrictions;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    if (is_of_matrix(document.root, overrides[i])) {
      restrictions.push_back(i);
    } else {
      const std::optional<std::string> why_not =
          apply_override(document.root, overrides[i], static_cast<int>(i + 1), faults);
      if (why_not) document.misdirected.push_back({static_cast<int>(i + 1), *why_not});
    }
  }
  document.matrix = Matrix::take(document.root, faults);
  for (const std::size_t i : restrictions) document.matrix.restrict(overrides[i], static_cast<int>(i + 1), faults);
}

std::optional<Document> read_document(std::string_view yaml, const std::vector<std::string>& overrides,
                                      const ReadFile& read, FaultList& faults) {
  std::optional<YamlNode> root = parse_with_includes(yaml, faults, read);
  if (!root) return std::nullopt;
  if (root->kind == YamlNode::Kind::kNull) {
    faults.report({{1, 1}}, "empty; a scenario begins with 'scenario: NAME'");
    return std::nullopt;
  }
  if (root->kind != YamlNode::Kind::kMap) {
    faults.report(root->origin, "a scenario is a map that begins with 'scenario: NAME'");
    return std::nullopt;
  }
  Document document{std::move(*root), {}, {}, {}};
  apply_overrides(document, overrides, faults);
  document.cases = document.matrix.cases();
  if (document.cases.empty()) {
    faults.report(document.matrix.origin(), "the matrix leaves no case");
    return std::nullopt;
  }
  return document;
}

std::vector<std::string> parameters_of(const YamlNode& root) {
  std::vector<std::string> names;
  const YamlNode* section = root.find("parameters");
  if (section == nullptr) return names;
  for (const YamlEntry& entry : section->entries) names.push_back(entry.key);
  return names;
}

// Reports the overrides that could not be applied, unless the file itself is wrong.
void report_misdirected(const Document& document, FaultList& faults) {
  if (faults.has_of_files()) return;
  for (const Document::Misdirected& each : document.misdirected) faults.report({{}, each.number}, each.why);
}

Scenario read_case(const Document& document, const Matrix::Case& values, FaultList& faults) {
  YamlNode root = document.root;
  document.matrix.apply(values, root);
  const std::vector<std::string> parameters = parameters_of(root);
  apply_parameters(root, faults);
  Scenario scenario = read_root(root, parameters, faults);
  report_misdirected(document, faults);
  scenario.name += document.matrix.name_of(values);
  return scenario;
}

void report_choice(const Document& document, const std::string& path, FaultList& faults) {
  std::string choice;
  for (const std::string& each : document.matrix.choice_of(document.cases.front())) choice += " --set " + each;
  faults.report(document.matrix.origin(), "a matrix of " + std::to_string(document.cases.size()) +
                                              " cases: choose one (" + choice.substr(1) +
                                              "), or carry all out: dialtone suite " + path);
}

}  // namespace

ScenarioResult read_scenario(std::string_view yaml, const std::string& path, const std::vector<std::string>& overrides,
                             const ReadFile& read) {
  FaultList faults(path, overrides);
  std::optional<Document> document = read_document(yaml, overrides, read, faults);
  if (!document) return faults.sorted();
  if (document->cases.size() > 1 && faults.empty()) {
    report_choice(*document, path, faults);
    return faults.sorted();
  }
  Scenario scenario = read_case(*document, document->cases.front(), faults);
  if (!faults.empty()) return faults.sorted();
  return scenario;
}

ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (text) return read_scenario(*text, path, overrides);
  return std::vector<Diagnostic>{{path, 0, 0, text.error().reason}};
}

ScenarioCasesResult read_scenario_cases(std::string_view yaml, const std::string& path,
                                        const std::vector<std::string>& overrides, const ReadFile& read) {
  FaultList faults(path, overrides);
  const std::optional<Document> document = read_document(yaml, overrides, read, faults);
  if (!document) return faults.sorted();
  std::vector<ScenarioCase> cases;
  for (const Matrix::Case& each : document->cases) {
    cases.push_back(
        {read_case(*document, each, faults), document->matrix.name_of(each), document->matrix.choice_of(each)});
    if (faults.full()) break;
  }
  if (!faults.empty()) return faults.sorted();
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
  FaultList faults(path, {});
  const std::optional<YamlNode> root = parse_yaml(*text, {}, faults);
  return root && root->kind == YamlNode::Kind::kMap && is_part(*root);
}

}  // namespace dialtone

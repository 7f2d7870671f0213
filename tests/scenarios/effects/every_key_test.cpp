// Every key, word, act and quirk of the language has an effect row, or a reason why not.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>
#include <sstream>

#include "device_sim/model/quirks.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/faults/fault_target.h"
#include "tests/scenarios/effects/effect_runs.h"
#include "tests/scenarios/effects/schema_keys.h"

namespace dialtone {

std::vector<EffectRow> all_effects() {
  std::vector<EffectRow> rows;
  for (const auto& some :
       {scenario_effects(), network_effects(), nat_effects(), profile_effects(), profile_wait_effects(),
        fleet_effects(), load_effects(), quirk_effects(), server_effects(), fault_time_effects(), trigger_effects(),
        match_effects(), host_fault_effects(), packet_fault_effects(), answer_fault_effects(),
        call_agent_fault_effects(), proxy_fault_effects(), change_effects(), device_change_effects()}) {
    rows.insert(rows.end(), some.begin(), some.end());
  }
  return rows;
}

namespace {

// A key that has no effect row; if its value is a word, no word has a row either.
struct KeyWithoutEffect {
  std::string key;
  std::string reason;
  // True if no key below this one has a row either.
  bool with_all_below = false;
};

std::vector<KeyWithoutEffect> keys_without_effect() {
  constexpr bool kWithAllBelow = true;
  return {
      {"scenario", "a name"},
      {"description", "a text for readers"},
      {"include", "it is gone when the scenario is read: tests/scenarios/language/document/include_files_test.cpp"},
      {"parameters", "they are gone when the scenario is read: tests/scenarios/language/document/parameters_test.cpp"},
      {"matrix", "it is gone when the scenario is read: tests/scenarios/language/document/matrix_test.cpp",
       kWithAllBelow},
      {"expect", "it judges what happens, and changes nothing: tests/scenarios/oracles", kWithAllBelow},
      {"safety", "as `expect`"},
      {"liveness", "as `expect`", kWithAllBelow},
      {"servers.provisioning.quirks", "each is noticed in a run: tests/scenarios/servers_that_err"},
      {"servers.call_agent.quirks", "as the provisioning server's"},
      {"servers.backup_call_agent.quirks", "as the first call agent's"},
      {"proxies", "they have no keys; faults and `through` have rows", kWithAllBelow},
      {"faults.*.when.event", "any event's name is compared alike; two of them have a row"},
  };
}

bool excuses(const KeyWithoutEffect& each, const std::string& key) {
  if (!key.starts_with(each.key)) return false;
  const std::string below = key.substr(each.key.size());
  return below.empty() || below.starts_with('=') || (each.with_all_below && below.starts_with('.'));
}

std::set<std::string> keys_with_rows() {
  std::set<std::string> keys;
  for (const EffectRow& row : all_effects()) keys.insert(row.key);
  return keys;
}

TEST(EveryKey, HasAnEffectInARunOrAReasonWhyNot) {
  const std::set<std::string> rows = keys_with_rows();
  const std::vector<KeyWithoutEffect> without = keys_without_effect();
  const SchemaKeys keys = read_schema_keys();
  EXPECT_GT(keys.with_values.size(), 300U);
  for (const std::string& key : keys.with_values) {
    const bool is_excused =
        std::any_of(without.begin(), without.end(), [&](const auto& each) { return excuses(each, key); });
    EXPECT_TRUE(rows.contains(key) || is_excused) << key << " has no row in tests/scenarios/effects";
  }
}

TEST(EveryKey, WithARowOrAReasonIsOfTheLanguage) {
  const SchemaKeys keys = read_schema_keys();
  for (const std::string& key : keys_with_rows()) {
    // The keys below `change` are columns of the database, which the schema does not list.
    const bool is_column = key.starts_with("faults.*.do.change.");
    EXPECT_TRUE(keys.all.contains(key) || keys.with_values.contains(key) || is_column) << key;
  }
  for (const KeyWithoutEffect& each : keys_without_effect()) {
    EXPECT_TRUE(keys.all.contains(each.key)) << each.key;
    EXPECT_FALSE(each.reason.empty()) << each.key;
  }
}

// Splits a key, or the place that an override sets, into its parts; drops `=` and what follows.
std::vector<std::string> parts_of(std::string path) {
  path.resize(std::min(path.size(), path.find('=')));
  std::vector<std::string> parts;
  std::istringstream text(path);
  for (std::string part; std::getline(text, part, '.');) parts.push_back(part);
  return parts;
}

// Returns true if the node has something at the path `parts` (a key of a map, or * for any key or item), and if that is
// `word`, unless `word` is empty.
bool says(const YamlNode& node, std::span<const std::string> parts, const std::string& word) {
  if (!parts.empty() && parts.front() != "*") {
    const YamlNode* under = node.find(parts.front());
    return under != nullptr && says(*under, parts.subspan(1), word);
  }
  if (!parts.empty()) {
    return std::any_of(node.entries.begin(), node.entries.end(),
                       [&](const YamlEntry& entry) { return says(entry.value, parts.subspan(1), word); }) ||
           std::any_of(node.items.begin(), node.items.end(),
                       [&](const YamlNode& item) { return says(item, parts.subspan(1), word); });
  }
  return word.empty() || node.text == word ||
         std::any_of(node.items.begin(), node.items.end(), [&](const YamlNode& item) { return item.text == word; });
}

// Returns true if the row's override sets the row's key and, if the key has a word, sets it to that word.
bool adds_its_key(const EffectRow& row) {
  const std::vector<std::string> key = parts_of(row.key);
  const std::vector<std::string> place = parts_of(row.added);
  const std::size_t equals = row.key.find('=');
  Diagnostics diagnostics("row", {row.added});
  const std::optional<YamlNode> value = parse_yaml(row.added.substr(row.added.find('=') + 1), {}, diagnostics);
  if (!value || !diagnostics.empty() || place.size() > key.size()) return false;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (key[i] != "*" && key[i] != place[i]) return false;
  }
  return says(*value, std::span(key).subspan(place.size()),
              equals == std::string::npos ? "" : row.key.substr(equals + 1));
}

TEST(EveryKey, IsWhatItsRowAdds) {
  for (const EffectRow& row : all_effects()) {
    EXPECT_TRUE(adds_its_key(row)) << row.key << ": " << row.added;
    EXPECT_EQ(row.shown.empty(), row.change == EffectChange::kUnnamed) << row.key;
  }
}

TEST(EveryQuirk, HasAnEffectInARun) {
  const std::set<std::string> rows = keys_with_rows();
  const SchemaKeys keys = read_schema_keys();
  for (const std::string_view quirk : quirk_names()) {
    for (const std::string path : {"fleet.*.quirks=", "profiles.*.quirks="}) {
      EXPECT_TRUE(rows.contains(path + std::string(quirk))) << path << quirk;
      EXPECT_TRUE(keys.with_values.contains(path + std::string(quirk))) << path << quirk;
    }
  }
}

// Returns the kind of the target of the row's fault, and a server's name if the target is a server.
std::pair<TargetKind, std::string> target_of(const EffectRow& row) {
  const Scenario scenario = effect_scenario(overrides_of(row, true));
  const std::string name = parts_of(row.added).at(1);
  ScenarioNames names;
  for (const NatSettings& nat : scenario.nats) names.nats.push_back(nat.name);
  for (const ProxySettings& proxy : scenario.proxies) names.proxies.push_back(proxy.name);
  const auto fault = std::find_if(scenario.faults.begin(), scenario.faults.end(),
                                  [&](const Fault& each) { return each.name == name; });
  EXPECT_NE(fault, scenario.faults.end()) << row.added;
  if (fault == scenario.faults.end()) return {TargetKind::kDevices, ""};
  const TargetKind kind = target_kind(fault->target, names);
  const bool is_server = kind == TargetKind::kProvisioning || kind == TargetKind::kCallAgent;
  return {kind, is_server ? fault->target : ""};
}

TEST(EveryAct, HasAnEffectOnEachKindOfTargetAndOnEachServer) {
  std::set<std::pair<std::string, std::pair<TargetKind, std::string>>> shown;
  constexpr std::string_view kDo = "faults.*.do.";
  for (const EffectRow& row : all_effects()) {
    if (!row.key.starts_with(kDo)) continue;
    const std::string act = row.key.substr(kDo.size(), row.key.find_first_of(".=", kDo.size()) - kDo.size());
    shown.emplace(act, target_of(row));
  }
  using enum TargetKind;
  const std::pair<TargetKind, std::string> targets[] = {{kDevices, ""},
                                                        {kProvisioning, "provisioning"},
                                                        {kCallAgent, "call_agent"},
                                                        {kCallAgent, "backup_call_agent"},
                                                        {kProxy, ""},
                                                        {kNat, ""}};
  for (const auto& target : targets) {
    for (const std::string_view act : acts_on(target.first)) {
      EXPECT_TRUE(shown.contains({std::string(act), target}))
          << act << " of " << target.second << ", of what has: " << actions_on(target.first);
    }
  }
}

}  // namespace
}  // namespace dialtone

// For each map of the language and each key separately: setting the key leaves all other keys at their defaults.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "scenarios/language/faults/fault_catalog.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/keys/language_sample.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

void add_leaves(const YamlNode& node, const std::string& path, std::map<std::string, std::string>& leaves) {
  for (const YamlEntry& entry : node.entries) add_leaves(entry.value, path + "." + entry.key, leaves);
  for (std::size_t i = 0; i < node.items.size(); ++i) add_leaves(node.items[i], path + "." + std::to_string(i), leaves);
  if (node.kind == YamlNode::Kind::kScalar) leaves[path] = node.text;
}

// Returns every value of the scenario by its path, as the writer writes them. Default values may be missing.
std::map<std::string, std::string> values_of(const std::string& yaml) {
  std::map<std::string, std::string> leaves;
  const ScenarioResult scenario = read_scenario(yaml, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error()) << yaml;
  if (!scenario) return leaves;
  Diagnostics diagnostics("written", {});
  const std::optional<YamlNode> root = parse_yaml(write_scenario(*scenario, ""), {}, diagnostics);
  EXPECT_TRUE(root) << to_text(diagnostics.sorted());
  if (root) add_leaves(*root, "", leaves);
  return leaves;
}

const std::string kTwoGroups = "fleet: { homes: { count: 3 }, offices: { count: 2 } }\n";

bool is_of_key(const std::string& path, std::string_view key) {
  return ("." + path + ".").find("." + std::string(key) + ".") != std::string::npos;
}

// Expects that setting the key changes its own value and no other. `without`, `with`: scenarios that differ only in the
// key.
void expect_nothing_else_changes(const Key& key, const std::string& default_value, const std::string& without,
                                 const std::string& with) {
  std::map<std::string, std::string> others = values_of(without);
  std::map<std::string, std::string> set = values_of(with);
  // The key's example may be its default, or be the value that the sample has.
  const bool is_same = default_value == key.example || std::any_of(others.begin(), others.end(), [&](const auto& each) {
                         return each.first.ends_with("." + std::string(key.name)) && each.second == key.example;
                       });
  EXPECT_TRUE(is_same || set != others) << with;
  std::erase_if(set, [&](const auto& each) { return is_of_key(each.first, key.name); });
  std::erase_if(others, [&](const auto& each) { return is_of_key(each.first, key.name); });
  EXPECT_EQ(set, others) << with;
}

void expect_defaults_stay(const std::vector<KeyFacts>& keys, const std::string& above, const std::string& place) {
  for (const KeyFacts& each : keys) {
    const std::string path = below(above, each.key.name);
    // The sample already has the required keys.
    if (is_no_example(path) || each.key.is_required) continue;
    const std::string key = in_its_group(below(place, each.key.name));
    const auto with = [&](const std::vector<std::string>& overrides) {
      const ScenarioResult scenario = read_scenario(kSample, "s.yaml", overrides);
      EXPECT_TRUE(scenario.ok()) << key << ": " << to_text(scenario.error());
      return scenario ? write_scenario(*scenario) : "";
    };
    expect_nothing_else_changes(each.key, each.default_value, with({}),
                                with({key + "=" + std::string(each.key.example)}));
    expect_defaults_stay(each.keys, path, key);
  }
}

// 10 D19
TEST(Defaults, OfOtherKeysStayWhereOneIsSet) {
  for (const KeySection& section : language_keys()) {
    expect_defaults_stay(section.keys, std::string(section.path), place_in_sample(section));
  }
}

// Returns a fault on that target with these acts, in a window or at a moment, whichever the acts need.
std::string fault_with(const std::string& target, const std::string& acts, const std::string& more = "") {
  const std::string fault =
      "scenario: s\nduration: 10m\nnats: { box: {} }\nproxies: { cafe: {} }\n"
      "fleet: { homes: { count: 3, behind: box, through: cafe } }\nfaults:\n  f: { target: " +
      target + ", do: { " + acts + " }" + more;
  return read_scenario(fault + " }\n", "s.yaml") ? fault + " }\n" : fault + ", at: 1m }\n";
}

std::string entry_of(const Key& key) { return std::string(key.name) + ": " + std::string(key.example); }

// Returns what a word of `do` needs besides `key`: its required keys, or one other key if it needs at least one.
std::string companions_of(const KeyFacts& word, const Key& key) {
  std::string text;
  std::string other;
  for (const KeyFacts& each : word.keys) {
    // `fail` excludes `to`.
    if (each.key.name == key.name || each.key.name == "fail") continue;
    if (each.key.is_required) text += (text.empty() ? "" : ", ") + entry_of(each.key);
    if (other.empty()) other = entry_of(each.key);
  }
  return text.empty() && word.key.name != "restart" ? other : text;
}

// 10 D19
TEST(Defaults, OfAnActStayWhereAKeyOfItIsSet) {
  for (const auto& [target, kind] :
       {std::pair("homes", TargetKind::kDevices), std::pair("provisioning", TargetKind::kProvisioning),
        std::pair("call_agent", TargetKind::kCallAgent), std::pair("cafe", TargetKind::kProxy)}) {
    for (const KeyFacts& word : act_keys_on(kind)) {
      // With its event alone, `notify` is written without a map.
      if (word.key.name == "notify") continue;
      for (const KeyFacts& each : word.keys) {
        // A clock takes only one key; required keys are in both scenarios; `fail` cannot be added to `to`.
        if (each.key.is_required || word.key.name == "clock" || each.key.name == "fail") continue;
        const std::string companions = companions_of(word, each.key);
        // The `edit` of a call agent has only one key, so there is no scenario without it.
        if (companions.empty() && word.key.name != "restart") continue;
        const std::string set = (companions.empty() ? "" : companions + ", ") + entry_of(each.key);
        const auto act = [&](const std::string& keys) { return std::string(word.key.name) + ": { " + keys + " }"; };
        expect_nothing_else_changes(each.key, each.default_value, fault_with(target, act(companions)),
                                    fault_with(target, act(set)));
      }
    }
  }
}

// 10 D19
TEST(Defaults, OfAMatchStayWhereAKeyOfItIsSet) {
  const std::vector<std::pair<std::string, std::string>> matched{
      {"homes", "drop: all"}, {"homes", "resolve: { fail: no-answer }"}, {"provisioning", "edit: { latin1: true }"}};
  const std::vector<KeyFacts> keys = fault_keys();
  const auto match =
      std::find_if(keys.begin(), keys.end(), [](const KeyFacts& each) { return each.key.name == "match"; });
  ASSERT_NE(match, keys.end());
  for (const KeyFacts& each : match->keys) {
    std::size_t takers = 0;
    for (const auto& [target, act] : matched) {
      const std::string with = fault_with(target, act, ", match: { " + entry_of(each.key) + " }");
      if (!read_scenario(with, "s.yaml")) continue;
      ++takers;
      expect_nothing_else_changes(each.key, each.default_value, fault_with(target, act), with);
    }
    EXPECT_GE(takers, 1U) << each.key.name;
  }
}

// 10 D19
TEST(Defaults, OfATriggerStayWhereAKeyOfItIsSet) {
  const auto with = [](const std::string& keys) {
    return fault_with("homes", "power_cut: { off_for: 5s }", ", when: { " + keys + " }");
  };
  expect_nothing_else_changes({"nth", "The n-th.", "2"}, "1", with("event: device.boot"),
                              with("event: device.boot, nth: 2"));
  expect_nothing_else_changes({"after", "How long after it.", "3s"}, "", with("event: device.boot"),
                              with("event: device.boot, after: 3s"));
  expect_nothing_else_changes({"byte", "After so many bytes.", "100"}, "", with("write: 2"),
                              with("write: 2, byte: 100"));
}

// 10 D19
TEST(Defaults, OfALinkAreAHomesLine) {
  const ScenarioResult scenario =
      read_scenario("scenario: s\n" + kTwoGroups + "network: { homes: { loss: 0% }, offices: {} }\n", "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  for (const NetworkEntry& entry : scenario->network) EXPECT_EQ(entry.link, kHomeLink) << entry.group;
  EXPECT_EQ(kHomeLink.latency, std::chrono::milliseconds(10));
  EXPECT_EQ(Link(kHomeLink).mtu_bytes, 1500U);
}

// 10 D19
TEST(Defaults, StayInAPlanAndAcrossFilesAndOverrides) {
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string("network: { homes: { jitter: 3ms } }\nservers: { call_agent: { cores: 4 } }\n");
  };
  const std::string yaml = "include: other.yaml\nscenario: s\n" + kTwoGroups +
                           "network: { homes: { loss: 1% } }\nservers: { call_agent: { probe: 20s } }\n";
  const ScenarioResult scenario =
      read_scenario(yaml, "s.yaml", {"network.homes.mtu=1400", "network.offices.loss=2%"}, read);
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  Link link = kHomeLink;
  link.loss = Probability::parts_per_million(20'000);
  EXPECT_EQ(scenario->network[1].link, link);
  link.loss = Probability::parts_per_million(10'000);
  link.jitter = std::chrono::milliseconds(3);
  link.mtu_bytes = 1400;
  EXPECT_EQ(scenario->network[0].link, link);
  EXPECT_EQ(scenario->call_agent.cores, 4);
  EXPECT_EQ(scenario->call_agent.probe, std::chrono::seconds(20));
  EXPECT_EQ(scenario->call_agent.link, CallAgentSettings().link);
  const ScenarioResult plan = read_scenario(write_scenario(make_plan(*scenario).scenario, ""), "plan.yaml");
  ASSERT_TRUE(plan.ok()) << to_text(plan.error());
  EXPECT_EQ(plan->network[0].link, scenario->network[0].link);
  EXPECT_EQ(plan->network[1].link, scenario->network[1].link);
}

}  // namespace
}  // namespace dialtone

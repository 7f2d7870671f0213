// Every key that is described (scenarios/language/keys/keys.h) stands once, and is read, written and explained alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "scenarios/language/reference/language_keys.h"

namespace dialtone {
namespace {

// Has whatever an example may name.
constexpr std::string_view kSample = R"yaml(scenario: sample
profiles: { phone: {} }
fleet: { homes: { count: 1, profile: phone, power_on: {} }, offices: { count: 1 } }
network: { homes: {} }
nats: { box: {} }
proxies: { cafe: {} }
faults:
  blackout: { target: homes, at: 30s, do: { power_cut: { off_for: 5s } } }
expect:
  - eventually: { all: homes, are: registered, within: 1m }
  - eventually: { event: registration.rejected, within: 1m }
  - always: { all: homes, are: registered }
  - never: { event: registration.rejected }
  - never: { any: homes, are: registered }
  - sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.request } }
  - metric: { registration.duration: p(95)<2s }
  - database: { table: subscribers, count: 1 }
)yaml";

std::string path_in_sample(std::string path) {
  for (const auto& [pattern, name] : {std::pair("profiles.*", "profiles.phone"), std::pair("fleet.*", "fleet.homes"),
                                      std::pair("network.*", "network.homes"), std::pair("nats.*", "nats.box"),
                                      std::pair("faults.*", "faults.blackout")}) {
    if (path.starts_with(pattern)) return name + path.substr(std::string_view(pattern).size());
  }
  return path;
}

// Of its expectations, by section.
constexpr std::array<std::string_view, 8> kExpectations{"eventually_state", "eventually_event", "always", "never_event",
                                                        "never_state",      "sequence",         "metric", "database"};

// Where the section's map stands in the sample.
std::string place_in_sample(const KeySection& section) {
  const auto found = std::find(kExpectations.begin(), kExpectations.end(), section.name);
  if (found == kExpectations.end()) return path_in_sample(std::string(section.path));
  return "expect." + std::to_string(found - kExpectations.begin()) +
         std::string(section.path.substr(section.path.rfind('.')));
}

std::string below(const std::string& above, std::string_view key) {
  return above.empty() ? std::string(key) : above + "." + std::string(key);
}

// Those that are gone when the scenario is read, or that need other keys beside them; of faults, see
// acts_of_the_language_test.cpp.
bool is_no_example(std::string_view path) {
  return path == "include" || path == "parameters" || path == "matrix" || path == "profiles" || path == "fleet" ||
         path == "nats" || path == "proxies" || path == "fleet.*.devices" || path.starts_with("faults") ||
         path == "expect" || path == "expect.*.eventually.any" || path == "expect.*.eventually.none" ||
         path == "expect.*.database.each";
}

void expect_named_once(const std::vector<KeyFacts>& keys, const std::string& above) {
  std::set<std::string_view> names;
  for (const KeyFacts& each : keys) {
    EXPECT_TRUE(names.insert(each.key.name).second) << below(above, each.key.name) << " is described twice";
    expect_named_once(each.keys, below(above, each.key.name));
  }
}

// The example is read, and what is written of it is read as the same. `place`: of the map, in the sample.
void expect_examples(const std::vector<KeyFacts>& keys, const std::string& above, const std::string& place) {
  for (const KeyFacts& each : keys) {
    const std::string path = below(above, each.key.name);
    if (is_no_example(path)) continue;
    const std::string key = below(place, each.key.name);
    const ScenarioResult read = read_scenario(kSample, "s.yaml", {key + "=" + std::string(each.key.example)});
    ASSERT_TRUE(read.ok()) << path << ": " << to_text(read.error());
    const std::string plan = write_scenario(*read);
    EXPECT_NE(plan.find(std::string(each.key.name) + ":"), std::string::npos) << path << "\n" << plan;
    const ScenarioResult again = read_scenario(plan, "plan.yaml");
    ASSERT_TRUE(again.ok()) << path << ": " << to_text(again.error()) << plan;
    EXPECT_EQ(write_scenario(*again), plan) << path;
    expect_examples(each.keys, path, key);
  }
}

TEST(KeysOfTheLanguage, StandOnceInTheirMap) {
  for (const KeySection& section : language_keys()) expect_named_once(section.keys, std::string(section.path));
}

TEST(KeysOfTheLanguage, AreReadAndWrittenAsTheirExamplesSay) {
  for (const KeySection& section : language_keys()) {
    expect_examples(section.keys, std::string(section.path), place_in_sample(section));
  }
}

TEST(KeysOfTheLanguage, AreUnknownBesideThoseThatAreDescribed) {
  for (const KeySection& section : language_keys()) {
    const std::string path = below(place_in_sample(section), "no-such-key") + "=1";
    const ScenarioResult read = read_scenario(kSample, "s.yaml", {path});
    ASSERT_FALSE(read.ok()) << path;
    // Beside a metric stands another metric.
    const std::string told = section.name == "metric" ? "there is no metric" : "unknown key";
    EXPECT_NE(to_text(read.error()).find(told + " 'no-such-key'"), std::string::npos) << to_text(read.error());
  }
}

}  // namespace
}  // namespace dialtone

// Every described key (scenarios/language/keys/keys.h) is listed once, and its example is read and written.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "scenarios/language/reference/language_keys.h"
#include "tests/scenarios/language/keys/language_sample.h"

namespace dialtone {
namespace {

void expect_named_once(const std::vector<KeyFacts>& keys, const std::string& above) {
  std::set<std::string_view> names;
  for (const KeyFacts& each : keys) {
    EXPECT_TRUE(names.insert(each.key.name).second) << below(above, each.key.name) << " is described twice";
    expect_named_once(each.keys, below(above, each.key.name));
  }
}

// Expects that each key's example is read, written, and read back unchanged. `place`: the path of the map in the
// sample.
void expect_examples(const std::vector<KeyFacts>& keys, const std::string& above, const std::string& place) {
  for (const KeyFacts& each : keys) {
    const std::string path = below(above, each.key.name);
    if (is_no_example(path)) continue;
    const std::string key = in_its_group(below(place, each.key.name));
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
    // An unknown key of a metric is taken for the name of a second metric.
    const std::string told = section.name == "metric" ? "there is no metric" : "unknown key";
    EXPECT_NE(to_text(read.error()).find(told + " 'no-such-key'"), std::string::npos) << to_text(read.error());
  }
}

}  // namespace
}  // namespace dialtone

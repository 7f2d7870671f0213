// Every act (scenarios/language/faults/act_table.h) has the words of its row, and each example is read and written.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "scenarios/language/faults/fault_catalog.h"
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/plan/scenario_reader.h"

namespace dialtone {
namespace {

struct ActsOf {
  TargetKind kind{};
  std::string target;
};

void PrintTo(const ActsOf& acts, std::ostream* out) { *out << acts.target; }

class ActsOn : public testing::TestWithParam<ActsOf> {
 protected:
  // Reads a fault with these acts, in a window or at a moment, whichever the acts need.
  static ScenarioResult read(const std::string& acts) {
    const std::string head =
        "scenario: s\nduration: 10m\nnats: { box: {} }\nproxies: { cafe: {} }\nservers: { backup_call_agent: {} }\n"
        "fleet: { homes: { count: 3, behind: box, through: cafe }, others: { count: 1, transport: tcp } }\nfaults:\n  "
        "it: { target: " +
        GetParam().target + ", do: { " + acts + " }";
    ScenarioResult in_window = read_scenario(head + " }\n", "s.yaml");
    return in_window ? std::move(in_window) : read_scenario(head + ", at: 5s }\n", "s.yaml");
  }
  static void expect_kept(const std::string& acts) {
    const ScenarioResult scenario = read(acts);
    ASSERT_TRUE(scenario) << acts << "\n" << to_text(scenario.error(), 10);
    const std::string written = write_keys(scenario->faults.front()).text();
    const std::size_t at = written.find("do: { ") + 6;
    const ScenarioResult again = read(written.substr(at, written.size() - at - 4));
    ASSERT_TRUE(again) << written << "\n" << to_text(again.error(), 10);
    EXPECT_EQ(write_keys(again->faults.front()).text(), written);
    EXPECT_NE(written.find(acts.substr(0, acts.find(':')) + ":"), std::string::npos) << acts << "\n" << written;
  }
  // Returns the act with the other word that it needs beside `word`, if any.
  static std::string with_companion(std::string_view word, const std::string& act) {
    return word == "queue" ? act + ", bandwidth: 64kbit" : act;
  }
};

std::string entry(const Key& key) { return std::string(key.name) + ": " + std::string(key.example); }

TEST_P(ActsOn, StandInTheirRowsAndAreDescribedOnce) {
  std::vector<std::string_view> described;
  for (const KeyFacts& word : act_keys_on(GetParam().kind)) described.push_back(word.key.name);
  std::vector<std::string_view> words = acts_on(GetParam().kind);
  std::sort(described.begin(), described.end());
  std::sort(words.begin(), words.end());
  EXPECT_EQ(described, words);
}

TEST_P(ActsOn, AreReadAndWrittenAsTheirExamplesSay) {
  for (const KeyFacts& word : act_keys_on(GetParam().kind)) {
    expect_kept(with_companion(word.key.name, entry(word.key)));
    for (const KeyFacts& key : word.keys) {
      std::string under = entry(key.key);
      for (const KeyFacts& other : word.keys) {
        if (other.key.is_required && other.key.name != key.key.name) under += ", " + entry(other.key);
      }
      expect_kept(std::string(word.key.name) + ": { " + under + " }");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, ActsOn,
                         testing::Values(ActsOf{TargetKind::kDevices, "homes"},
                                         ActsOf{TargetKind::kProvisioning, "provisioning"},
                                         ActsOf{TargetKind::kCallAgent, "call_agent"},
                                         ActsOf{TargetKind::kProxy, "cafe"}, ActsOf{TargetKind::kNat, "box"}),
                         [](const testing::TestParamInfo<ActsOf>& acts) { return acts.param.target; });

}  // namespace
}  // namespace dialtone

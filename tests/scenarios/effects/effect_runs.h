// Runs the two scenarios of each effect row and compares them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"
#include "tests/scenarios/effects/effect_row.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {

// Returns the scenario that the rows change (five minutes, three homes, two offices), with these overrides. If it
// cannot be read, fails the test and returns a scenario without groups.
Scenario effect_scenario(const std::vector<std::string>& overrides);
// Returns the same scenario as a document.
YamlNode effect_document(const std::vector<std::string>& overrides);
// Returns the overrides of a row's first run or, `with_added`, of its second run.
std::vector<std::string> overrides_of(const EffectRow& row, bool with_added);

struct EffectOutcome {
  // False if the scenario cannot be read.
  bool is_readable = false;
  std::uint64_t fingerprint = 0;
  // The lines of events.jsonl.
  std::vector<std::string> events = {};
};

// The rows of one key, by the word that they set.
using WordRows = std::map<std::string, std::vector<const EffectRow*>>;

class EffectRuns {
 public:
  // Fails for each row whose two runs are equal or whose events do not change as stated. Also fails if two words of a
  // key have the same effect in every run in which one of them is set; for a key with many words, only neighbours are
  // compared.
  void expect_effects(const std::vector<EffectRow>& rows);

 private:
  // Returns a folder in memory, so that hundreds of runs do not wait for a disk; the usual temporary folder if there is
  // none.
  static std::filesystem::path in_memory();
  // Runs a scenario, or returns the result of an equal earlier run.
  const EffectOutcome& outcome(const std::vector<std::string>& overrides);
  void expect_effect(const EffectRow& row);
  // Fails if two words of a key have the same effect. `rows` must be about keys whose values are words.
  void expect_different_words(const std::vector<EffectRow>& rows);
  void expect_different(const std::string& key, const WordRows::value_type& one, const WordRows::value_type& other);

  TemporaryFolder folder_{in_memory()};
  std::map<std::vector<std::string>, EffectOutcome> outcomes_;
};

}  // namespace dialtone

// Runs the two scenarios of each row of effects, and compares them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"
#include "tests/scenarios/effects/effect_row.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {

// The scenario that rows change, five minutes of three homes and two offices, with these overrides. A failure of the
// test, and a scenario without groups, where it cannot be read.
Scenario effect_scenario(const std::vector<std::string>& overrides);
// The same before it is read.
YamlNode effect_document(const std::vector<std::string>& overrides);
// A row's own overrides, with or without what it adds.
std::vector<std::string> overrides_of(const EffectRow& row, bool with_added);

struct EffectOutcome {
  // Whether there is such a scenario.
  bool is_readable = false;
  std::uint64_t fingerprint = 0;
  // Lines of events.jsonl.
  std::vector<std::string> events = {};
};

// A word's rows.
using WordRows = std::map<std::string, std::vector<const EffectRow*>>;

class EffectRuns {
 public:
  // Fails for each row in which both runs are the same, or its event does not change as the row says, and for two words
  // of a key that do the same in each run in which one of them does something. Of a key with many words only those that
  // are next to each other are compared.
  void expect_effects(const std::vector<EffectRow>& rows);

 private:
  // Where hundreds of runs wait for no disk; the usual place where there is none.
  static std::filesystem::path in_memory();
  // Of a scenario that was run before, what it came to then.
  const EffectOutcome& outcome(const std::vector<std::string>& overrides);
  void expect_effect(const EffectRow& row);
  // The rows are of keys with words.
  void expect_different_words(const std::vector<EffectRow>& rows);
  void expect_different(const std::string& key, const WordRows::value_type& one, const WordRows::value_type& other);

  TemporaryFolder folder_{in_memory()};
  std::map<std::vector<std::string>, EffectOutcome> outcomes_;
};

}  // namespace dialtone

// All keys of the language, grouped by the map to which they belong.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

struct KeySection {
  // The map's name in the schema: `profile`.
  std::string_view name;
  // The map's path in a scenario, with * for a name that the file chooses: `profiles.*`.
  std::string path;
  // The sentence about the map in the reference.
  std::string_view sentence;
  std::vector<KeyFacts> keys;
  // Keywords of JSON Schema that apply to all keys of the map together, with their values.
  std::vector<std::pair<std::string_view, std::string_view>> rules = {};
};

// Returns all maps in the order of the reference.
std::vector<KeySection> language_keys();

// Makes the section for one kind of expectation.
template <typename What>
KeySection section_of(const ExpectationRow<What>& row) {
  What what;
  bool may_be_vacuous = false;
  KeyCatalog keys;
  describe(keys, what);
  describe_vacuity(keys, may_be_vacuous);
  KeySection section{row.section, "expect.*." + std::string(row.word), row.sentence, keys.facts(), {}};
  for (const auto& rule : row.rules) {
    if (!rule.first.empty()) section.rules.push_back(rule);
  }
  return section;
}

}  // namespace dialtone

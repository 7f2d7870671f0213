// All keys of the language, by the map that they belong to.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

struct KeySection {
  // `profile`: the map's name in the schema.
  std::string_view name;
  // `profiles.*`: the map's path in a scenario; * stands for a name that the file chooses.
  std::string path;
  // For the reference.
  std::string_view sentence;
  std::vector<KeyFacts> keys;
  // JSON Schema's keywords for all keys together, with their values.
  std::vector<std::pair<std::string_view, std::string_view>> rules = {};
};

// In the order of the reference.
std::vector<KeySection> language_keys();

// The section for one kind of expectation.
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

// All keys that are described, by the maps in which they stand.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

struct KeySection {
  // `profile`: as the schema calls the map.
  std::string_view name;
  // `profiles.*`: where it stands in a scenario, * for a name of the file's own.
  std::string_view path;
  // What it is, in a sentence.
  std::string_view sentence;
  std::vector<KeyFacts> keys;
  // What the schema says of them together: keywords of JSON Schema and their values.
  std::vector<std::pair<std::string_view, std::string_view>> rules = {};
};

std::vector<KeySection> language_keys();

}  // namespace dialtone

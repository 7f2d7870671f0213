// Reads a map of a scenario into the struct that its keys (keys.h) describe.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// Asks a map for each described key. An absent key leaves its member unchanged; a wrong one is reported.
//
//   KeyReader reader(map, names);
//   describe(reader, nat.options);
//   map.refuse_unknown();
class KeyReader : public Keys {
 public:
  // `map` and `names` must outlive the reader. `run`: the length of the scenario, for keys that are moments of the run.
  KeyReader(MapCursor& map, const ScenarioNames& names, Duration run = {}) : map_(map), context_{names, run} {}

  // The keys that were present with a valid value, in the order of the description. Keys of an inner map have its name
  // in front: `power_on.at`.
  const std::vector<std::string>& given() const { return given_; }

  using Keys::either;
  using Keys::map;
  void value(const Key& key, const KeyValue& value) override;
  void map(const Key& key, const std::function<void(Keys&)>& describe) override;
  void either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) override;

 private:
  // True if the map has the key. Reports a missing required key.
  bool is_there(const Key& key);

  MapCursor& map_;
  ReadContext context_;
  std::vector<std::string> given_;
};

// Reads the keys of one map, and reports all other keys. Returns KeyReader::given().
template <typename Described>
std::vector<std::string> read_keys(MapCursor& map, const ScenarioNames& names, Described& described) {
  KeyReader reader(map, names);
  describe(reader, described);
  map.refuse_unknown();
  return reader.given();
}

}  // namespace dialtone

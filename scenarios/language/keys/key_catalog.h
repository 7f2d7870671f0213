// Lists the keys that a struct describes (keys.h) as data, for the schema, the reference and `dialtone explain`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

struct KeyFacts {
  Key key;
  // The type of the value: `duration`, `one of udp, tcp`, `map`.
  std::string type;
  // The range of the value, `more than 0s`; empty if `type` says everything.
  std::string range;
  // The default as it is written in a plan, without quotes; empty for a required key and for a key without a default.
  std::string default_value;
  // JSON Schema for the value, or for a parameter in its place.
  JsonMap schema;
  // If the value is a map: its keys.
  std::vector<KeyFacts> keys;
};

// JSON Schema for a map that may have these keys and no others.
JsonMap map_schema(const std::vector<KeyFacts>& keys);

class KeyCatalog : public Keys {
 public:
  const std::vector<KeyFacts>& facts() const { return facts_; }

  using Keys::either;
  using Keys::map;
  void value(const Key& key, const KeyValue& value) override;
  void map(const Key& key, const std::function<void(Keys&)>& describe) override;
  void either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) override;

 private:
  std::vector<KeyFacts> facts_;
};

// Lists the keys of a struct. The values in `described` are the defaults.
template <typename Described>
std::vector<KeyFacts> keys_of(Described described) {
  KeyCatalog catalog;
  describe(catalog, described);
  return catalog.facts();
}

}  // namespace dialtone

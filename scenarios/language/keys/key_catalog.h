// Lists the keys that a struct describes (keys.h) as data, for the schema, the reference and `dialtone explain`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

struct KeyFacts {
  Key key;
  // `duration`, `one of udp, tcp`, `map`.
  std::string type;
  // `more than 0s`; empty if the type says it all.
  std::string range;
  // As in a plan, without quotes; empty for a required key, or one that is simply absent by default.
  std::string default_value;
  // JSON Schema of the value, or of a parameter in its place.
  JsonMap schema;
  // Of a map.
  std::vector<KeyFacts> keys;
};

// JSON Schema of a map with these keys and no others.
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

// The keys of a struct, whose values are the defaults.
template <typename Described>
std::vector<KeyFacts> keys_of(Described described) {
  KeyCatalog catalog;
  describe(catalog, described);
  return catalog.facts();
}

}  // namespace dialtone

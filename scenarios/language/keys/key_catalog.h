// All that is known of the keys that a struct describes (keys.h), as data: for the schema, the reference and `dialtone
// explain`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

struct KeyFacts {
  Key key;
  // `duration`, `one of udp, tcp`, `map`.
  std::string type;
  // `more than 0s`; empty where the type says it all.
  std::string range;
  // As a plan has it; empty where nothing holds in its place, or the key must be there.
  std::string default_value;
  // Of the value that stands under the key, or of a parameter in its place, as JSON Schema.
  JsonMap schema;
  // Of a map.
  std::vector<KeyFacts> keys;
};

// Of a map with these keys and no others, as JSON Schema.
JsonMap map_schema(const std::vector<KeyFacts>& keys);

class KeyCatalog : public Keys {
 public:
  const std::vector<KeyFacts>& facts() const { return facts_; }

  using Keys::duration;
  using Keys::either;
  using Keys::map;
  using Keys::spelled;
  using Keys::text;
  void duration(const Key& key, const Slot<Duration>& slot, const DurationRange& range) override;
  void number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange& range) override;
  void probability(const Key& key, const Slot<Probability>& slot) override;
  void text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) override;
  void name(const Key& key, const Slot<std::string>& slot, NameOf what) override;
  void spelled(const Key& key, const SpelledSlot& slot) override;
  void word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) override;
  void names_at(const Key& key, const Slot<std::vector<std::size_t>>& slot,
                std::span<const std::string_view> names) override;
  void own(const Key& key, const OwnValue& value) override;
  void map(const Key& key, const std::function<void(Keys&)>& describe) override;
  void either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys&)>& describe) override;
  void free(const Key& key, const FreeValue& value) override;

 private:
  KeyFacts& add(const Key& key, std::string type, JsonMap schema, const std::optional<std::string>& default_value);

  std::vector<KeyFacts> facts_;
};

// Of the keys that a struct has, whose values are the defaults.
template <typename Described>
std::vector<KeyFacts> keys_of(Described described) {
  KeyCatalog catalog;
  describe(catalog, described);
  return catalog.facts();
}

}  // namespace dialtone

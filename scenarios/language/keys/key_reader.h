// Reads a map of a scenario into the struct that its keys (keys.h) describe.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// Asks a map for each key that is described. What is absent leaves its member as it was; what is wrong does too, and is
// reported.
//
//   KeyReader reader(map, names);
//   describe(reader, nat.options);
//   map.refuse_unknown();
class KeyReader : public Keys {
 public:
  // All must outlive the reader. `names`: what a name may stand for. `so_far`: what has been read of the scenario,
  // where keys depend on that.
  KeyReader(MapCursor& map, const ScenarioNames& names, const Scenario* so_far = nullptr)
      : map_(map), names_(names), so_far_(so_far) {}

  // The keys that are there with a good value, in the order of their description, those of maps within as
  // `power_on.at`.
  const std::vector<std::string>& given() const { return given_; }

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
  // Whether there is something to read under `key`.
  bool is_there(const Key& key);
  template <typename Value>
  void set(const Key& key, const Slot<Value>& slot, std::optional<Value> value) {
    if (!value) return;
    slot.set(*std::move(value));
    given_.emplace_back(key.name);
  }

  MapCursor& map_;
  const ScenarioNames& names_;
  const Scenario* so_far_;
  std::vector<std::string> given_;
};

// The keys of one map, and no others. Those that were there.
template <typename Described>
std::vector<std::string> read_keys(MapCursor& map, const ScenarioNames& names, Described& described) {
  KeyReader reader(map, names);
  describe(reader, described);
  map.refuse_unknown();
  return reader.given();
}

}  // namespace dialtone

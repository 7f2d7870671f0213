// The keys of the scenario language, each described once. A struct that a map of a scenario stands for has a function
// that names its keys in the order in which plans have them:
//
//   void describe(Keys& keys, NatOptions& nat) {
//     keys.duration({"udp_timeout", "How long a mapping stays after the last packet from inside.", "30s"},
//                   nat.udp_timeout, kPositiveDuration);
//     keys.word({"mapping", "Whether a port stays the same towards everyone.", "address-and-port"}, nat.mapping,
//               kMappingWords);
//   }
//
// All that is known of a key comes from there: KeyReader (key_reader.h) reads the map into the struct and reports what
// is wrong, KeyWriter (key_writer.h) writes the struct, and KeyCatalog (key_catalog.h) lists the keys, with the
// defaults of the struct as it was made, for scenario.schema.json, docs/reference.md and `dialtone explain`.
//
// To add a key: a member in the struct, and a line in its describe(). A key that lacks a sentence or an example does
// not compile; one that stands twice, or whose example is refused, fails KeysOfTheLanguage in tests/scenarios/language.
// To add a kind of value: a function here, in KeyReader, in KeyWriter and in KeyCatalog. What two keys have to do with
// each other is checked by whoever has read the map.
//
// A member is a plain value, whose value before it is read is the default; or an optional; or another Slot
// (key_slot.h): unless_empty(member) where zero or an empty text stands for an absent key, both(one, other) where a key
// sets two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/duration_range.h"
#include "scenarios/language/document/word_table.h"
#include "scenarios/language/keys/key_slot.h"
#include "values/probability.h"
#include "values/quirk_set.h"
#include "values/result.h"

namespace dialtone {

class MapCursor;
struct ScenarioNames;

// A key's name, what it is for in one sentence, and an example of its value.
struct Key {
  consteval Key(std::string_view key, std::string_view says, std::string_view for_example)
      : name(key), sentence(says), example(for_example) {
    if (key.empty()) throw "a key has a name";
    if (!says.ends_with('.')) throw "a key has a sentence, which ends with a full stop";
    if (for_example.empty()) throw "a key has an example";
  }
  // One that must be there.
  consteval Key required() const {
    Key key = *this;
    key.is_required = true;
    return key;
  }
  // One that only the virtual world heeds.
  consteval Key in_virtual_world() const {
    Key key = *this;
    key.is_virtual_only = true;
    return key;
  }

  std::string_view name;
  std::string_view sentence;
  std::string_view example;
  bool is_required = false;
  bool is_virtual_only = false;
};

struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

// One line of text.
struct TextRule {
  // In bytes.
  std::size_t most = 128;
  // Where it has a form: that, as the reference calls it (`a path such as /provision`), the message about a text that
  // lacks it, and the same as a regular expression of JSON Schema.
  std::string_view form{};
  Result<void> (*check)(std::string_view text) = nullptr;
  std::string_view pattern{};
  // Whether a plan has it without quotes where it has letters, digits and `-` only.
  bool is_bare = false;
};

// Of a text that is the name of something else in the scenario.
enum class NameOf : std::uint8_t {
  kFamily,
  kProfile,
  kGroup,
  kGroupOrAll,
  kEachOf,  // likewise, where each device is looked at by itself
  kWhose,   // a group, all of them, or a server
  kNat,
  kProxy,
  kFault,
  kServer,
  kTarget,  // of a fault
  kEvent,
};
// `group`: what messages call it.
std::string_view called(NameOf what);

// How a value is spelled that has a form of its own, such as `64kbit`.
template <typename Value>
struct Spelling {
  // `bandwidth`, as the reference calls it.
  std::string_view type;
  // `a bandwidth such as 64kbit`: what a message asks for where there is a map or a list.
  std::string_view wanted;
  // A regular expression of JSON Schema.
  std::string_view pattern;
  // A failure goes on after the key's name: `must be ...`.
  Result<Value> (*parse)(std::string_view text);
  std::string (*write)(const Value& value);
  // What stands between the key and the failure.
  std::string_view before_failure = " ";
  // Whether a plan has it in quotes.
  bool is_quoted = false;
  // Which numbers are such values too, in JSON Schema; empty: none.
  std::string_view numbers{};
};

// The same of a member, whatever its type.
struct SpelledSlot {
  std::string_view type;
  std::string_view wanted;
  std::string_view pattern;
  std::string_view before_failure;
  bool is_quoted;
  std::string_view numbers;
  std::function<Result<void>(std::string_view text)> read;
  std::function<std::optional<std::string>()> write;
};

class MapCursor;
struct Scenario;

// A value that is not like others: it is read together with what stands beside it.
struct OwnValue {
  // `duration, or { event: NAME }`, as the reference calls it.
  std::string_view type;
  // Its name among the definitions of the schema.
  std::string_view definition;
  // Takes the value under the key, which is there, out of the map, and reports what is wrong with it. `so_far`: what
  // has been read of the scenario.
  std::function<void(MapCursor& map, const Scenario& so_far)> read;
  std::function<std::optional<std::string>()> write;
};

// A value that has neither keys nor a spelling: a map with names of the file's own, or a text of several lines.
struct FreeValue {
  // As the reference calls it, and as JSON Schema.
  std::string_view type;
  std::string_view schema;
  // Reads what stands under `key`, which is there, or reports it.
  std::function<void(MapCursor& map, std::string_view key, const ScenarioNames& names)> read;
  std::function<std::optional<std::string>()> write;
};

// Both must outlive it.
template <typename Value>
SpelledSlot spelled_slot(const Slot<Value>& slot, const Spelling<Value>& spelling) {
  return {spelling.type,
          spelling.wanted,
          spelling.pattern,
          spelling.before_failure,
          spelling.is_quoted,
          spelling.numbers,
          [&](std::string_view text) -> Result<void> {
            Result<Value> value = spelling.parse(text);
            if (!value) return Failure{value.error().reason};
            slot.set(*std::move(value));
            return {};
          },
          [&]() -> std::optional<std::string> {
            const std::optional<Value> value = slot.get();
            return value ? std::optional(spelling.write(*value)) : std::nullopt;
          }};
}

// Who asks a describe() function for its keys.
class Keys {
 public:
  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  virtual ~Keys() = default;

  // Whether the struct is being made; a writer is given one.
  virtual bool makes() const { return true; }

  virtual void duration(const Key& key, const Slot<Duration>& slot, const DurationRange& range) = 0;
  void duration(const Key& key, const Slot<Duration>& slot) { duration(key, slot, {}); }
  virtual void number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange& range) = 0;
  virtual void probability(const Key& key, const Slot<Probability>& slot) = 0;
  virtual void text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) = 0;
  void text(const Key& key, const Slot<std::string>& slot) { text(key, slot, {}); }
  // `true` or `false`.
  void truth(const Key& key, const Slot<bool>& slot);
  virtual void name(const Key& key, const Slot<std::string>& slot, NameOf what) = 0;
  virtual void spelled(const Key& key, const SpelledSlot& slot) = 0;
  // One of some words; the slot holds its place among them.
  virtual void word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) = 0;
  // One of some names, or a list of them; the slot holds their places, at least one.
  virtual void names_at(const Key& key, const Slot<std::vector<std::size_t>>& slot,
                        std::span<const std::string_view> names) = 0;
  virtual void own(const Key& key, const OwnValue& value) = 0;
  // A map, whose keys `describe` names.
  virtual void map(const Key& key, const std::function<void(Keys& inner)>& describe) = 0;
  // A value with a spelling of its own, or a map. The spelling's `wanted` says both.
  virtual void either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys& inner)>& describe) = 0;
  virtual void free(const Key& key, const FreeValue& value) = 0;

  // A map for a struct that is there where the map is.
  template <typename Member, typename Describe>
  void map_if(const Key& key, std::optional<Member>& member, const Describe& describe) {
    map(key, [&](Keys& inner) {
      if (!member && inner.makes()) member.emplace();
      if (member) describe(inner, *member);
    });
  }
  // One of a table's words. `member`: of the table's type, or an optional of it.
  template <typename Value, std::size_t kSize>
  void word(const Key& key, const Slot<Value>& slot, const WordTable<Value, kSize>& table) {
    word_at(key,
            {[&]() -> std::optional<std::size_t> {
               const std::optional<Value> value = slot.get();
               for (std::size_t place = 0; value && place < kSize; ++place) {
                 if (table[place].value == *value) return place;
               }
               return std::nullopt;
             },
             [&](std::size_t place) { slot.set(table[place].value); }},
            texts_of(table));
  }
  template <typename Member, typename Value, std::size_t kSize>
  void word(const Key& key, Member& member, const WordTable<Value, kSize>& table) {
    word(key, Slot<Value>(member), table);
  }
  // A map for a struct of its own, which has a describe().
  template <typename Member>
  void map(const Key& key, Member& member) {
    map(key, [&member](Keys& inner) { describe(inner, member); });
  }
  template <typename Value>
  void spelled(const Key& key, const Slot<Value>& slot, const Spelling<Value>& spelling) {
    spelled(key, spelled_slot(slot, spelling));
  }
  template <typename Value>
  void either(const Key& key, const Slot<Value>& slot, const Spelling<Value>& spelling,
              const std::function<void(Keys& inner)>& describe) {
    either(key, spelled_slot(slot, spelling), describe);
  }
  template <typename Quirk>
  void quirks(const Key& key, QuirkSet<Quirk>& quirks, std::span<const std::string_view> names) {
    names_at(key,
             {[&]() -> std::optional<std::vector<std::size_t>> {
                std::vector<std::size_t> places;
                for (std::size_t place = 0; place < names.size(); ++place) {
                  if (quirks.has(static_cast<Quirk>(place))) places.push_back(place);
                }
                return places.empty() ? std::nullopt : std::optional(places);
              },
              [&](const std::vector<std::size_t>& places) {
                for (const std::size_t place : places) quirks.add(static_cast<Quirk>(place));
              }},
             names);
  }
};

}  // namespace dialtone

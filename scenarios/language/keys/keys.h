// The keys of the scenario language. Each is described once: a struct that a map of a scenario fills has a function
// describe(), which names the keys in the order in which plans have them:
//
//   void describe(Keys& keys, NatOptions& nat) {
//     keys.duration({"udp_timeout", "How long a mapping lives after the last packet from inside.", "30s"},
//                   nat.udp_timeout, kPositiveDuration);
//     keys.word({"mapping", "`endpoint-independent`: one public port towards everyone. `address-and-port`: another port
//     for each peer.", "address-and-port"}, nat.mapping,
//               kMappingWords);
//   }
//
// Three visitors call it: KeyReader (key_reader.h) reads a map into the struct and reports mistakes, KeyWriter
// (key_writer.h) writes the struct as a map, and KeyCatalog (key_catalog.h) lists the keys with the struct's initial
// values as defaults, for scenario.schema.json, docs/reference.md and `dialtone explain`.
//
// To add a key: add a member to the struct and a line to its describe(). A key without a sentence or an example does
// not compile; a key that stands twice, or whose example is refused, fails KeysOfTheLanguage in
// tests/scenarios/language. To add a kind of value: add a function here and its KeyValue in key_values.cpp. Rules
// between two keys are checked by the code that reads the map.
//
// A member is a plain value; or an optional, for a key without a default; or a KeySlot (key_slot.h) such as
// unless_empty(member), if zero or an empty text stands for an absent key.
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
#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/keys/key_slot.h"
#include "values/probability.h"
#include "values/quirk_set.h"
#include "values/result.h"

namespace dialtone {

class MapCursor;
struct ScenarioNames;

// A key's name, its meaning in one sentence, and an example of its value.
struct Key {
  consteval Key(std::string_view key, std::string_view says, std::string_view for_example)
      : name(key), sentence(says), example(for_example) {
    if (key.empty()) throw "a key has a name";
    if (!says.ends_with('.')) throw "a key has a sentence, which ends with a full stop";
    if (for_example.empty()) throw "a key has an example";
  }
  // The same key, which a map must have.
  consteval Key required() const {
    Key key = *this;
    key.is_required = true;
    return key;
  }
  // The same key, which has an effect in the virtual world only.
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

// --- kinds of values ---

struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};
// The most numbers in a list.
inline constexpr std::size_t kMostNumbers = 100;

// One line of text.
struct TextRule {
  // In bytes.
  std::size_t most = 128;
  // The form of the text, if it must have one: its description for the reference (`a path such as /provision`), a check
  // whose failure is the message, and the same as a regular expression of JSON Schema.
  std::string_view form{};
  Result<void> (*check)(std::string_view text) = nullptr;
  std::string_view pattern{};
  // A plan has the text without quotes if it consists of letters, digits and `-`.
  bool is_bare = false;
};

// What a text names that stands elsewhere in the scenario.
enum class NameOf : std::uint8_t {
  kFamily,
  kProfile,
  kGroup,
  kGroupOrAll,  // or `devices`
  kEachOf,      // likewise; each device is judged by itself
  kWhose,       // a group, `devices`, or a server
  kNat,
  kProxy,
  kFault,
  kServer,
  kTarget,  // of a fault
  kEvent,
};

// A value whose text has a form of its own, such as `64kbit`.
template <typename Value>
struct Spelling {
  // `bandwidth`: its name in the reference; `range`: what it looks like.
  std::string_view type;
  std::string_view range{};
  // `a bandwidth such as 64kbit`: the message for a map or a list asks for it.
  std::string_view wanted;
  // A regular expression of JSON Schema.
  std::string_view pattern;
  // A failure continues the key's name: `must be ...`.
  Result<Value> (*parse)(std::string_view text) = nullptr;
  std::string (*write)(const Value& value) = nullptr;
  // Stands between the key and the failure.
  std::string_view before_failure = " ";
  bool is_quoted = false;
  // The numbers that are such values too, as JSON Schema; empty: none.
  std::string_view numbers{};
};

// What the reference and the schema say of a value. `range` is empty if `type` says it all; `schema` accepts a
// parameter too.
struct ValueFacts {
  std::string type;
  std::string range;
  JsonMap schema;
};

// What a value is read against: the names of the scenario, and how long it lasts.
struct ReadContext {
  const ScenarioNames& names;
  Duration run{};
};

// A value of any kind, bound to a member of a struct.
struct KeyValue {
  std::function<ValueFacts()> facts{};
  // Reads the value under `key`, which is there, into the member. Reports a wrong value, and returns false if the
  // member is unchanged for that reason.
  std::function<bool(MapCursor& map, std::string_view key, const ReadContext& context)> read{};
  // The member as text; nothing if the key can be left out.
  std::function<std::optional<std::string>()> write{};
  // A plan has the text in quotes.
  bool is_quoted = false;
};

// A text with a form, of which parse() and write() are not used. `read` fills the member, or says what is wrong.
KeyValue spelled_value(const Spelling<std::string>& form, std::function<Result<void>(std::string_view text)> read,
                       std::function<std::optional<std::string>()> write);
// Both arguments must outlive the value.
template <typename Value>
KeyValue spelled_value(const KeySlot<Value>& slot, const Spelling<Value>& spelling) {
  return spelled_value(
      {.type = spelling.type,
       .range = spelling.range,
       .wanted = spelling.wanted,
       .pattern = spelling.pattern,
       .before_failure = spelling.before_failure,
       .is_quoted = spelling.is_quoted,
       .numbers = spelling.numbers},
      [&](std::string_view text) -> Result<void> {
        Result<Value> value = spelling.parse(text);
        if (!value) return Failure{value.error().reason};
        slot.set(*std::move(value));
        return {};
      },
      [&]() -> std::optional<std::string> {
        const std::optional<Value> value = slot.get();
        return value ? std::optional(spelling.write(*value)) : std::nullopt;
      });
}

// --- visitors ---

// A visitor of describe() functions. Each overrides value(), map() and either().
class Keys {
 public:
  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  virtual ~Keys() = default;

  // True if the struct is being filled or listed, false if it is written.
  virtual bool makes() const { return true; }

  virtual void value(const Key& key, const KeyValue& value) = 0;
  // A map; `describe` names its keys.
  virtual void map(const Key& key, const std::function<void(Keys& inner)>& describe) = 0;
  // A value, or a map.
  virtual void either(const Key& key, const KeyValue& value, const std::function<void(Keys& inner)>& describe) = 0;

  virtual void duration(const Key& key, const KeySlot<Duration>& slot, const DurationRange& range);
  void duration(const Key& key, const KeySlot<Duration>& slot) { duration(key, slot, {}); }
  virtual void number(const Key& key, const KeySlot<std::uint64_t>& slot, const NumberRange& range);
  // A number, or a list of numbers that rise; at most kMostNumbers of them.
  void numbers(const Key& key, const KeySlot<std::vector<std::uint64_t>>& slot, const NumberRange& range);
  // A list of values, at least `least` of them and at most kMostNumbers; empty: the key is absent.
  template <typename Value>
  void list(const Key& key, std::vector<Value>& values, const Spelling<Value>& item, std::size_t least = 1) {
    const KeySlot<std::vector<std::string>> slot{[&]() -> std::optional<std::vector<std::string>> {
                                                   if (values.empty()) return std::nullopt;
                                                   std::vector<std::string> texts;
                                                   for (const Value& each : values) texts.push_back(item.write(each));
                                                   return texts;
                                                 },
                                                 [&](const std::vector<std::string>& texts) {
                                                   for (const std::string& each : texts) {
                                                     values.push_back(item.parse(each).value());
                                                   }
                                                 }};
    const auto check = [&](std::string_view text) -> Result<void> {
      const Result<Value> value = item.parse(text);
      return value ? Result<void>() : Failure{value.error().reason};
    };
    list_of_texts(key, slot, {item.type, item.pattern, item.numbers, item.is_quoted, least, check});
  }
  // The items of a list as texts: how they are called, their form, and the check that each must pass.
  struct ListForm {
    std::string_view type;
    std::string_view pattern;
    std::string_view numbers;
    bool is_quoted = false;
    std::size_t least = 1;
    std::function<Result<void>(std::string_view text)> check;
  };
  void list_of_texts(const Key& key, const KeySlot<std::vector<std::string>>& slot, const ListForm& form);
  virtual void probability(const Key& key, const KeySlot<Probability>& slot);
  virtual void text(const Key& key, const KeySlot<std::string>& slot, const TextRule& rule);
  void text(const Key& key, const KeySlot<std::string>& slot) { text(key, slot, {}); }
  virtual void name(const Key& key, const KeySlot<std::string>& slot, NameOf what);
  // One of `words`; the slot holds its index.
  virtual void word_at(const Key& key, const KeySlot<std::size_t>& slot, const std::vector<std::string_view>& words);
  // One quirk or a list of quirks; the slot holds their indices in `names`.
  virtual void names_at(const Key& key, const KeySlot<std::vector<std::size_t>>& slot,
                        std::span<const std::string_view> names);

  // `true` or `false`.
  void truth(const Key& key, const KeySlot<bool>& slot);
  // A key that takes this word only: `flash: fails`.
  void only_word(const Key& key, const KeySlot<bool>& slot, std::string_view word);
  // One of a table's words.
  template <typename Value, std::size_t kSize>
  void word(const Key& key, const KeySlot<Value>& slot, const WordTable<Value, kSize>& table) {
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
    word(key, KeySlot<Value>(member), table);
  }
  template <typename Value>
  void spelled(const Key& key, const KeySlot<Value>& slot, const Spelling<Value>& spelling) {
    value(key, spelled_value(slot, spelling));
  }
  template <typename Value>
  void either(const Key& key, const KeySlot<Value>& slot, const Spelling<Value>& spelling,
              const std::function<void(Keys& inner)>& describe) {
    either(key, spelled_value(slot, spelling), describe);
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
  // A map for a struct that has a describe().
  template <typename Member>
  void map(const Key& key, Member& member) {
    map(key, [&member](Keys& inner) { describe(inner, member); });
  }
  // A map for an optional struct, which has a value if the map is there.
  template <typename Member, typename Describe>
  void map_if(const Key& key, std::optional<Member>& member, const Describe& describe) {
    map(key, [&](Keys& inner) {
      if (!member && inner.makes()) member.emplace();
      if (member) describe(inner, *member);
    });
  }
};

}  // namespace dialtone

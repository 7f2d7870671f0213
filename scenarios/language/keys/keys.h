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
  // Returns the same key, marked as required.
  consteval Key required() const {
    Key key = *this;
    key.is_required = true;
    return key;
  }
  // Returns the same key, marked as having an effect only in the virtual world.
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
// The maximum length of a list.
inline constexpr std::size_t kMostNumbers = 100;

// The rule for one line of text.
struct TextRule {
  // The maximum length in bytes.
  std::size_t most = 128;
  // A form that the text must have; empty if any text is accepted. `form`: its description for the reference (`a path
  // such as /provision`). Then a check, whose failure becomes the message, and the same rule as a regular expression
  // for JSON Schema.
  std::string_view form{};
  Result<void> (*check)(std::string_view text) = nullptr;
  std::string_view pattern{};
  // True: a plan has the text without quotes if it consists of letters, digits and `-`.
  bool is_bare = false;
};

// The kind of thing, declared elsewhere in the scenario, that a text names.
enum class NameOf : std::uint8_t {
  kFamily,
  kProfile,
  kGroup,
  kGroupOrAll,  // or `devices`
  kEachOf,      // likewise, but each device is judged by itself
  kWhose,       // a group, `devices`, or a server
  kNat,
  kProxy,
  kFault,
  kServer,
  kTarget,  // the target of a fault
  kEvent,
};

// The spelling of a value whose text has its own form, such as `64kbit`.
template <typename Value>
struct Spelling {
  // `type`: the name of the form in the reference, `bandwidth`; `range`: what such a text looks like.
  std::string_view type;
  std::string_view range{};
  // What the message asks for if the value is a map or a list: `a bandwidth such as 64kbit`.
  std::string_view wanted;
  // A regular expression for JSON Schema that matches the form.
  std::string_view pattern;
  // Parses the text. A failure is a text that follows the key's name: `must be ...`.
  Result<Value> (*parse)(std::string_view text) = nullptr;
  std::string (*write)(const Value& value) = nullptr;
  // The text between the key's name and the failure.
  std::string_view before_failure = " ";
  bool is_quoted = false;
  // JSON Schema for the numbers that are accepted too; empty: none.
  std::string_view numbers{};
};

// What the reference and the schema say about a value. `range` is empty if `type` says everything; `schema` also
// accepts a parameter.
struct ValueFacts {
  std::string type;
  std::string range;
  JsonMap schema;
};

// What a reader needs to check a value: the scenario's names and its length.
struct ReadContext {
  const ScenarioNames& names;
  Duration run{};
};

// A value of any kind, together with the member of a struct in which it is stored.
struct KeyValue {
  std::function<ValueFacts()> facts{};
  // Reads the value of `key`, which the map must have, into the member. Reports a wrong value; returns false if the
  // member was not set for that reason.
  std::function<bool(MapCursor& map, std::string_view key, const ReadContext& context)> read{};
  // Returns the member as text; nullopt if the key can be left out.
  std::function<std::optional<std::string>()> write{};
  // True if a plan has the text in quotes.
  bool is_quoted = false;
};

// A value for a text of this form that is stored by `read`: it fills the member or fails with the message. The parse()
// and write() of `form` are not used.
KeyValue spelled_value(const Spelling<std::string>& form, std::function<Result<void>(std::string_view text)> read,
                       std::function<std::optional<std::string>()> write);
// A value of this spelling, stored through a slot. Both arguments must outlive the result.
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

// A visitor that describe() functions call for each key. Each visitor overrides value(), map() and either().
class Keys {
 public:
  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  virtual ~Keys() = default;

  // True if the visitor fills or lists the struct; false if it writes the struct.
  virtual bool makes() const { return true; }

  virtual void value(const Key& key, const KeyValue& value) = 0;
  // A key whose value is a map; `describe` names the keys of that map.
  virtual void map(const Key& key, const std::function<void(Keys& inner)>& describe) = 0;
  // A key whose value is either a plain value or a map.
  virtual void either(const Key& key, const KeyValue& value, const std::function<void(Keys& inner)>& describe) = 0;

  virtual void duration(const Key& key, const KeySlot<Duration>& slot, const DurationRange& range);
  void duration(const Key& key, const KeySlot<Duration>& slot) { duration(key, slot, {}); }
  virtual void number(const Key& key, const KeySlot<std::uint64_t>& slot, const NumberRange& range);
  // A key for a number, or for a list of ascending numbers, at most kMostNumbers of them.
  void numbers(const Key& key, const KeySlot<std::vector<std::uint64_t>>& slot, const NumberRange& range);
  // A key for a list of values, at least `least` and at most kMostNumbers of them. If the member is empty, the key is
  // absent.
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
    const auto check = [&](std::string_view text) -> Result<std::string> {
      const Result<Value> value = item.parse(text);
      return value ? Result<std::string>(item.write(*value)) : Failure{value.error().reason};
    };
    list_of_texts(key, slot, {item.type, item.pattern, item.numbers, item.is_quoted, least, check});
  }
  // How a list of texts is described: the noun for its items, their form, and the check that each item must pass, which
  // returns the item as a plan spells it. A list of several equal items is refused.
  struct ListForm {
    std::string_view type;
    std::string_view pattern;
    std::string_view numbers;
    bool is_quoted = false;
    std::size_t least = 1;
    std::function<Result<std::string>(std::string_view text)> check;
  };
  void list_of_texts(const Key& key, const KeySlot<std::vector<std::string>>& slot, const ListForm& form);
  virtual void probability(const Key& key, const KeySlot<Probability>& slot);
  virtual void text(const Key& key, const KeySlot<std::string>& slot, const TextRule& rule);
  void text(const Key& key, const KeySlot<std::string>& slot) { text(key, slot, {}); }
  virtual void name(const Key& key, const KeySlot<std::string>& slot, NameOf what);
  // A key for one of `words`; the slot holds the word's index.
  virtual void word_at(const Key& key, const KeySlot<std::size_t>& slot, const std::vector<std::string_view>& words);
  // A key for one quirk or a list of quirks; the slot holds their indices in `names`.
  virtual void names_at(const Key& key, const KeySlot<std::vector<std::size_t>>& slot,
                        std::span<const std::string_view> names);

  // A key for `true` or `false`.
  void truth(const Key& key, const KeySlot<bool>& slot);
  // A key that accepts only one word: `flash: fails`.
  void only_word(const Key& key, const KeySlot<bool>& slot, std::string_view word);
  // A key for one of the words in a table.
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
  // A key for a map that fills a struct with a describe().
  template <typename Member>
  void map(const Key& key, Member& member) {
    map(key, [&member](Keys& inner) { describe(inner, member); });
  }
  // A key for a map that fills an optional struct, which has a value if the map is present.
  template <typename Member, typename Describe>
  void map_if(const Key& key, std::optional<Member>& member, const Describe& describe) {
    map(key, [&](Keys& inner) {
      if (!member && inner.makes()) member.emplace();
      if (member) describe(inner, *member);
    });
  }
};

}  // namespace dialtone

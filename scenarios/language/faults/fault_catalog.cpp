#include "scenarios/language/faults/fault_catalog.h"

#include <algorithm>

#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/faults/fault_devices.h"
#include "scenarios/language/faults/fault_keys.h"

namespace dialtone {
namespace {

// Marks a key that only some forms of a fault have: it is not required and has no default.
KeyFacts of_some_forms(KeyFacts facts) {
  facts.key.is_required = false;
  facts.default_value.clear();
  return facts;
}

void merge(std::vector<KeyFacts>& all, const KeyFacts& more) {
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const KeyFacts& each) { return each.key.name == more.key.name; });
  if (known == all.end()) return all.push_back(more);
  const std::string one = known->schema.text(kOneLine);
  const std::string other = more.schema.text(kOneLine);
  // If the value may be a map or a plain value, keep both alternatives.
  const bool is_also_value = known->type.ends_with(", or a map");
  if (one == other || (is_also_value && one.find(other) != std::string::npos)) return;
  if (known->keys.empty()) {
    known->schema = JsonMap().add("anyOf", json_list({one, other}));
    return;
  }
  for (const KeyFacts& each : more.keys) merge(known->keys, each);
  known->schema = is_also_value ? JsonMap().add("anyOf", json_list({one, other})) : map_schema(known->keys);
}

KeyFacts map_of(const Key& key, std::vector<KeyFacts> keys) {
  JsonMap schema = map_schema(keys);
  return {key, "map", "", "", std::move(schema), std::move(keys)};
}

std::vector<KeyFacts> trigger_keys() {
  Trigger trigger;
  KeyCatalog of_event;
  describe_event(of_event, trigger);
  KeyCatalog of_write;
  describe_write(of_write, trigger);
  std::vector<KeyFacts> keys;
  for (const KeyCatalog* form : {&of_event, &of_write}) {
    for (const KeyFacts& each : form->facts()) keys.push_back(of_some_forms(each));
  }
  return keys;
}

std::vector<KeyFacts> match_keys() {
  FaultMatch match;
  KeyCatalog catalog;
  describe_match(catalog, match, {.requests = true, .packets = true, .names = true, .writes = true});
  return catalog.facts();
}

template <typename Act>
void add_act_keys(TargetKind target, std::vector<KeyFacts>& keys) {
  Act act;
  KeyCatalog catalog;
  describe(ActKeys<Act>(catalog, target, [](const ActWord& word) { return word.only_with.empty(); }), act);
  for (const KeyFacts& each : catalog.facts()) keys.push_back(of_some_forms(each));
}

// Adds rules for words whose map needs at least one key, or for a clock exactly one.
void add_rules(KeyFacts& word) {
  const std::string_view name = word.key.name;
  if (name == "clock" || name == "resolve" || name == "registrar" || name == "edit") {
    word.schema.add("minProperties", "1");
  }
  if (name == "clock") word.schema.add("maxProperties", "1");
}

template <typename... Act>
std::vector<KeyFacts> act_keys(TargetKind target, const std::tuple<ActRow<Act>...>&) {
  std::vector<KeyFacts> keys;
  (add_act_keys<Act>(target, keys), ...);
  return keys;
}

KeyFacts do_key() {
  using enum TargetKind;
  std::vector<KeyFacts> words;
  for (const TargetKind target : {kDevices, kProvisioning, kCallAgent, kProxy, kNat}) {
    for (const KeyFacts& word : act_keys_on(target)) merge(words, word);
  }
  for (KeyFacts& word : words) add_rules(word);
  KeyFacts facts = map_of(kDo, std::move(words));
  facts.schema.add("minProperties", "1");
  facts.keys.clear();
  return facts;
}

}  // namespace

std::vector<KeyFacts> act_keys_on(TargetKind target) { return act_keys(target, kActTable); }

std::vector<KeyFacts> fault_keys() {
  Fault fault;
  KeyCatalog catalog;
  catalog.name(kTarget, target_of(fault), NameOf::kTarget);
  describe_moment(catalog, fault);
  describe_spread(catalog, fault);
  describe_window(catalog, fault);
  describe_length(catalog, fault);
  describe_devices(catalog, fault);
  std::vector<KeyFacts> keys;
  for (const KeyFacts& each : catalog.facts()) keys.push_back(each.key.name == "at" ? of_some_forms(each) : each);
  keys.push_back(map_of(kWhen, trigger_keys()));
  keys.push_back(map_of(kMatch, match_keys()));
  keys.push_back(do_key());
  return keys;
}

}  // namespace dialtone

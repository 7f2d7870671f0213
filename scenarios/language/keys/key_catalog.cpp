#include "scenarios/language/keys/key_catalog.h"

#include <algorithm>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/keys/json_text.h"

namespace dialtone {
namespace {

JsonMap reference_to(std::string_view definition) {
  return JsonMap().add_text("$ref", "#/$defs/" + std::string(definition));
}

// A parameter may stand in place of any value.
JsonMap or_parameter(const JsonMap& schema) {
  return JsonMap().add("anyOf", json_list({schema.text(kOneLine), reference_to("parameter").text()}));
}

std::string join(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "`" : ", `") + std::string(word) + "`";
  return text;
}

// What YAML reads as a truth is one, in quotes or not.
JsonMap schema_of_words(const std::vector<std::string_view>& words) {
  if (words != texts_of(kTruthWords)) return JsonMap().add("enum", json_words(words));
  return JsonMap().add("type", R"(["boolean", "string"])").add_text("pattern", "^(true|false)$");
}

// Its texts, its numbers, and a parameter.
std::vector<std::string> schemas_of(const SpelledSlot& slot) {
  std::vector<std::string> schemas{
      JsonMap().add_text("type", "string").add_text("pattern", slot.pattern).text(kOneLine)};
  if (!slot.numbers.empty()) schemas.emplace_back(slot.numbers);
  schemas.push_back(reference_to("parameter").text());
  return schemas;
}

std::string range_text(const DurationRange& range) {
  const std::string seconds = range.whole_seconds ? ", whole seconds" : "";
  const bool is_open = range.most == kLongestDuration;
  if (range.is_within_run) return "more than 0s, no longer than the run";
  if (range.is_before_end) return "more than 0s, before the run's end";
  if (range.least == Duration(1) && is_open) return "more than 0s" + seconds;
  if (is_open) return (range.least == Duration{} ? "" : "at least " + to_text(range.least)) + seconds;
  return "from " + to_text(range.least) + " to " + to_text(range.most) + seconds;
}

template <typename Value, typename Text>
std::optional<std::string> text_of(const std::optional<Value>& value, const Text& text) {
  return value ? std::optional(std::string(text(*value))) : std::nullopt;
}

// What YAML reads as a number or a truth is one.
std::string value_in_json(const std::string& text) {
  const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "true" || text == "false" ? text : json_quote(text);
}

std::string property_schema(const KeyFacts& facts) {
  JsonMap schema = facts.schema;
  schema.add_text("description", facts.key.sentence);
  if (!facts.default_value.empty()) schema.add("default", value_in_json(facts.default_value));
  return schema.text();
}

}  // namespace

JsonMap map_schema(const std::vector<KeyFacts>& keys) {
  JsonMap properties;
  std::vector<std::string_view> required;
  for (const KeyFacts& each : keys) {
    properties.add(each.key.name, property_schema(each));
    if (each.key.is_required) required.push_back(each.key.name);
  }
  JsonMap schema;
  schema.add_text("type", "object").add("additionalProperties", "false").add("properties", properties.text());
  if (!required.empty()) schema.add("required", json_words(required));
  return schema;
}

KeyFacts& KeyCatalog::add(const Key& key, std::string type, JsonMap schema,
                          const std::optional<std::string>& default_value) {
  return facts_.emplace_back(
      KeyFacts{key, std::move(type), "", key.is_required ? "" : default_value.value_or(""), std::move(schema), {}});
}

void KeyCatalog::duration(const Key& key, const Slot<Duration>& slot, const DurationRange& range) {
  add(key, "duration", reference_to(range.least > Duration{} ? "positive_duration" : "duration"),
      text_of(slot.get(), [](Duration value) { return to_text(value); }))
      .range = range_text(range);
}

void KeyCatalog::number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange& range) {
  const std::string least = std::to_string(range.least);
  const std::string most = std::to_string(range.most);
  add(key, "whole number",
      or_parameter(JsonMap().add_text("type", "integer").add("minimum", least).add("maximum", most)),
      text_of(slot.get(), [](std::uint64_t value) { return std::to_string(value); }))
      .range = "from " + least + " to " + most;
}

void KeyCatalog::probability(const Key& key, const Slot<Probability>& slot) {
  add(key, "probability", reference_to("probability"),
      text_of(slot.get(), [](Probability value) { return to_text(value); }));
}

void KeyCatalog::text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) {
  const std::string most = std::to_string(rule.most);
  JsonMap line;
  // A value that YAML reads as a number or a truth is taken as it is written, and has no form.
  line.add("type", rule.pattern.empty() ? R"(["string", "number", "boolean"])" : R"("string")");
  line.add("minLength", "1").add("maxLength", most);
  if (!rule.pattern.empty()) line.add_text("pattern", rule.pattern);
  KeyFacts& facts = add(key, "text", or_parameter(line), slot.get());
  facts.range = (rule.form.empty() ? "" : std::string(rule.form) + ", ") + "at most " + most + " bytes";
}

void KeyCatalog::name(const Key& key, const Slot<std::string>& slot, NameOf what) {
  if (what == NameOf::kFamily) {
    const std::vector<std::string_view> families(profile_names().begin(), profile_names().end());
    add(key, "one of " + join(families), or_parameter(schema_of_words(families)), slot.get());
    return;
  }
  if (what == NameOf::kServer) {
    const std::vector<std::string_view> servers{kProvisioningTarget, kCallAgentTarget, kBackupCallAgentTarget};
    add(key, "one of " + join(servers), or_parameter(schema_of_words(servers)), slot.get());
    return;
  }
  if (what == NameOf::kEvent) {
    add(key, "name of an event", reference_to("event"), slot.get());
    return;
  }
  const std::string type = what == NameOf::kWhose ? "name of a group or a server, or devices"
                           : what == NameOf::kGroupOrAll || what == NameOf::kEachOf
                               ? "name of a group, or devices"
                               : "name of a " + std::string(called(what));
  if (what == NameOf::kTarget) {
    const std::string targets = R"({ "enum": ["devices", "provisioning", "call_agent", "backup_call_agent"] })";
    JsonMap schema;
    schema.add("anyOf", json_list({reference_to("name").text(), targets, reference_to("parameter").text()}));
    add(key, type, std::move(schema), slot.get());
    return;
  }
  add(key, type, what == NameOf::kWhose ? reference_to("whose") : or_parameter(reference_to("name")), slot.get());
}

void KeyCatalog::spelled(const Key& key, const SpelledSlot& slot) {
  add(key, std::string(slot.type), JsonMap().add("anyOf", json_list(schemas_of(slot))), slot.write());
}

void KeyCatalog::word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) {
  add(key, "one of " + join(words), or_parameter(schema_of_words(words)),
      text_of(slot.get(), [&](std::size_t place) { return words[place]; }));
}

void KeyCatalog::names_at(const Key& key, const Slot<std::vector<std::size_t>>&,
                          std::span<const std::string_view> names) {
  const std::vector<std::string_view> words(names.begin(), names.end());
  const std::string one = or_parameter(schema_of_words(words)).text(kOneLine);
  const std::string list = JsonMap().add_text("type", "array").add("items", one).text(kOneLine);
  add(key, "quirk, or a list of quirks", JsonMap().add("anyOf", json_list({one, list})), std::nullopt);
}

void KeyCatalog::own(const Key& key, const OwnValue& value) {
  add(key, std::string(value.type), reference_to(value.definition), std::nullopt);
}

void KeyCatalog::map(const Key& key, const std::function<void(Keys&)>& describe) {
  KeyCatalog inner;
  describe(inner);
  add(key, "map", map_schema(inner.facts_), std::nullopt).keys = inner.facts_;
}

void KeyCatalog::free(const Key& key, const FreeValue& value) {
  add(key, std::string(value.type),
      JsonMap().add("anyOf", json_list({std::string(value.schema), reference_to("parameter").text()})), std::nullopt);
}

void KeyCatalog::either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys&)>& describe) {
  KeyCatalog inner;
  describe(inner);
  std::vector<std::string> schemas = schemas_of(slot);
  schemas.push_back(map_schema(inner.facts_).text(kOneLine));
  add(key, std::string(slot.type) + ", or a map", JsonMap().add("anyOf", json_list(schemas)), slot.write()).keys =
      inner.facts_;
}

}  // namespace dialtone

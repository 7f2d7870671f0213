#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {
namespace {

// Numbers and truth values must not be in quotes in JSON.
std::string value_in_json(const std::string& text) {
  const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "true" || text == "false" ? text : json_quote(text);
}

std::string property_schema(const KeyFacts& facts) {
  JsonMap schema = facts.schema;
  std::string description(facts.key.sentence);
  // Append a range of durations to the sentence, before its full stop, because JSON Schema cannot express it.
  if (facts.type == "duration" && !facts.range.empty() && facts.range != "more than 0s") {
    description.insert(description.size() - 1, " (" + facts.range + ")");
  }
  schema.add_text("description", description);
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

void KeyCatalog::value(const Key& key, const KeyValue& value) {
  ValueFacts facts = value.facts();
  const std::string default_value = key.is_required ? "" : value.write().value_or("");
  facts_.push_back({key, std::move(facts.type), std::move(facts.range), default_value, std::move(facts.schema), {}});
}

void KeyCatalog::map(const Key& key, const std::function<void(Keys&)>& describe) {
  KeyCatalog inner;
  describe(inner);
  facts_.push_back({key, "map", "", "", map_schema(inner.facts_), inner.facts_});
}

void KeyCatalog::either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) {
  this->value(key, value);
  KeyCatalog inner;
  describe(inner);
  KeyFacts& facts = facts_.back();
  facts.type += ", or a map";
  const std::vector<std::string> schemas{facts.schema.text(kOneLine), map_schema(inner.facts_).text(kOneLine)};
  facts.schema = JsonMap().add("anyOf", json_list(schemas));
  facts.keys = inner.facts_;
}

}  // namespace dialtone

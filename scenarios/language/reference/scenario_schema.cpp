#include "scenarios/language/reference/scenario_schema.h"

#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/reference/language_keys.h"

namespace dialtone {
namespace {

// Replaces each mark `"@name@"` by JSON, indented like the line of the mark.
void put(std::string_view name, const std::string& json, std::string& schema) {
  const std::string mark = "\"@" + std::string(name) + "@\"";
  for (std::size_t at = schema.find(mark); at != std::string::npos; at = schema.find(mark, at)) {
    const std::size_t line = schema.rfind('\n', at) + 1;
    const std::size_t indent = schema.find_first_not_of(' ', line) - line;
    std::string text = json;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) {
      text.insert(end + 1, indent, ' ');
    }
    schema.replace(at, mark.size(), text);
  }
}

std::string section_schema(const KeySection& section) {
  JsonMap map = map_schema(section.keys);
  for (const auto& [keyword, value] : section.rules) map.add(keyword, value);
  return map.text();
}

std::string event_schema() {
  const std::string names =
      JsonMap().add("enum", json_words({event_names().begin(), event_names().end()})).text(kOneLine);
  return JsonMap().add("anyOf", json_list({names, R"({ "$ref": "#/$defs/parameter" })"})).text();
}

std::string reference_text_to(std::string_view section) {
  return JsonMap().add_text("$ref", "#/$defs/" + std::string(section)).text();
}

// Returns the schema of an expectation, which is a map with one key, followed by the definitions of all kinds.
std::string expectation_schemas() {
  JsonMap properties;
  std::string definitions;
  std::vector<std::string> kinds;
  std::string_view word;
  const auto close_word = [&] {
    if (!kinds.empty()) {
      properties.add(word, kinds.size() == 1 ? kinds.front() : JsonMap().add("anyOf", json_list(kinds)).text());
    }
    kinds.clear();
  };
  const auto add = [&](std::string_view row_word, const KeySection& section) {
    if (row_word != word) close_word();
    word = row_word;
    kinds.push_back(reference_text_to(section.name));
    definitions += ",\n" + json_quote(section.name) + ": " + section_schema(section);
  };
  std::apply([&](const auto&... row) { (add(row.word, section_of(row)), ...); }, kExpectationTable);
  close_word();
  const std::string kind = JsonMap()
                               .add_text("type", "object")
                               .add("minProperties", "1")
                               .add("maxProperties", "1")
                               .add("additionalProperties", "false")
                               .add("properties", properties.text())
                               .text();
  return kind + definitions;
}

}  // namespace

std::string scenario_schema(std::string_view by_hand) {
  std::string schema(by_hand);
  for (const KeySection& section : language_keys()) put(section.name, section_schema(section), schema);
  put("expectation", expectation_schemas(), schema);
  put("event", event_schema(), schema);
  return schema;
}

}  // namespace dialtone

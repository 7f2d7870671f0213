#include "scenarios/language/reference/scenario_schema.h"

#include "scenarios/language/expectations/event_forms.h"
#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/reference/language_keys.h"

namespace dialtone {
namespace {

// Puts JSON into the lines of `schema`, wherever its name is marked.
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

}  // namespace

std::string scenario_schema(std::string_view by_hand) {
  std::string schema(by_hand);
  for (const KeySection& section : language_keys()) put(section.name, section_schema(section), schema);
  put("event", event_schema(), schema);
  return schema;
}

}  // namespace dialtone

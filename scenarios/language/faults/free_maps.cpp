#include "scenarios/language/faults/free_maps.h"

#include <algorithm>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/names/scenario_names.h"
#include "subscribers/subscriber_columns.h"
#include "values/ascii_case.h"
#include "values/spelling.h"

namespace dialtone {

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_header_value(const YamlNode& node) {
  return node.kind == YamlNode::Kind::kScalar && node.text.size() <= kLongestText &&
         std::none_of(node.text.begin(), node.text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

namespace {

void read_header_match(MapCursor& map, const YamlEntry& entry, std::vector<HeaderMatch>& headers) {
  if (entry.value.kind == YamlNode::Kind::kList || entry.value.kind == YamlNode::Kind::kMap) {
    return map.report_wrong(entry.key, entry.value, "a text such as ~spa");
  }
  if (!is_header_name(entry.key) || !is_header_value(entry.value)) {
    return map.report(entry.origin, "'header' is a name and a text such as ~spa, not " + in_quotes(entry.key));
  }
  const bool is_there = std::any_of(headers.begin(), headers.end(), [&](const HeaderMatch& other) {
    return equal_ignoring_case(other.name, entry.key);
  });
  if (is_there) return map.report(entry.origin, "the header " + in_quotes(entry.key) + " is there already");
  Result<TextPattern> value = TextPattern::parse(entry.value.text);
  if (!value) return map.report(entry.value.origin, in_quotes(entry.value.text) + " " + value.error().reason);
  headers.push_back({entry.key, *std::move(value)});
}

void read_header_matches(MapCursor& map, std::string_view key, std::vector<HeaderMatch>& headers) {
  if (!map.map(key)) return;
  const YamlEntry& all = map.entry(key);
  if (all.value.entries.empty() || all.value.entries.size() > kMostHeaderMatches) {
    return map.report(all.value.origin, "'header' has from 1 to " + std::to_string(kMostHeaderMatches) + " headers");
  }
  for (const YamlEntry& entry : all.value.entries) read_header_match(map, entry, headers);
}

void read_replacements(MapCursor& map, std::string_view key, TextPairs& replacements) {
  if (!map.map(key)) return;
  for (const YamlEntry& entry : map.entry(key).value.entries) {
    const bool is_text = entry.value.kind == YamlNode::Kind::kScalar && entry.value.text.size() <= kLongestText;
    if (entry.key.empty() || !is_text) {
      map.report(entry.origin, "'replace' is a text and another, not " + in_quotes(entry.key));
    } else {
      replacements.emplace_back(entry.key, entry.value.text);
    }
  }
}

void read_column(MapCursor& change, const YamlEntry& entry, TextPairs& columns) {
  std::vector<std::string_view> names;
  for (const SubscriberColumn& column : subscriber_columns()) names.push_back(column.name);
  const auto column = std::find(names.begin(), names.end(), entry.key);
  if (column == names.end()) {
    change.report(entry.origin, "there is no column " + in_quotes(entry.key) + hint_at(entry.key, names));
    return;
  }
  if (entry.key == "serial_number") {
    return change.report(entry.origin, "a row is known by its serial number, which stays");
  }
  const YamlNode* value = change.scalar(entry.key, "a column's value");
  if (value == nullptr) return;
  SubscriberDraft draft;
  const auto place = static_cast<std::size_t>(column - names.begin());
  const Result<void> read = subscriber_columns()[place].read(draft, value->text);
  if (!read) change.report(value->origin, in_quotes(entry.key) + " " + read.error().reason);
  columns.emplace_back(entry.key, value->text);
}

void read_change(MapCursor& map, std::string_view key, const ScenarioNames& names, ChangeAction& act) {
  std::optional<MapCursor> change = map.map(key);
  if (!change) return;
  if (change->require("of")) act.of = read_group_name(*change, "of", names.groups).value_or("");
  for (const YamlEntry& entry : change->node().entries) {
    if (entry.key != "of") read_column(*change, entry, act.columns);
  }
  if (change->node().entries.size() < 2) change->report(change->origin(), "'change' names a column at least");
}

}  // namespace

KeyValue free_value(std::string_view type, std::string schema,
                    std::function<void(MapCursor& map, std::string_view key, const ReadContext& context)> read,
                    std::function<std::optional<std::string>()> write) {
  return {.facts =
              [type, schema = std::move(schema)] {
                return ValueFacts{std::string(type), "",
                                  JsonMap().add("anyOf", json_list({schema, R"({ "$ref": "#/$defs/parameter" })"}))};
              },
          .read =
              [read = std::move(read)](MapCursor& map, std::string_view key, const ReadContext& context) {
                read(map, key, context);
                return true;
              },
          .write = std::move(write)};
}

KeyValue header_matches_of(std::vector<HeaderMatch>& headers) {
  return free_value(
      "map of headers and texts",
      R"({ "type": "object", "minProperties": 1, "maxProperties": 16, "propertyNames": { "pattern": )"
      R"("^[A-Za-z0-9-]+$" }, "additionalProperties": { "type": ["string", "number", "boolean"], )"
      R"("maxLength": 128 } })",
      [&headers](MapCursor& map, std::string_view key, const ReadContext&) { read_header_matches(map, key, headers); },
      [&headers]() -> std::optional<std::string> {
        FlowMap map;
        for (const HeaderMatch& each : headers) map.add(quote(each.name), quote(each.value.text()));
        return headers.empty() ? std::nullopt : std::optional(map.text());
      });
}

KeyValue replacements_of(TextPairs& replacements) {
  return free_value(
      "map of texts",
      R"({ "type": "object", "propertyNames": { "minLength": 1 }, "additionalProperties": { )"
      R"("type": ["string", "number", "boolean"], "maxLength": 4096 } })",
      [&replacements](MapCursor& map, std::string_view key, const ReadContext&) {
        read_replacements(map, key, replacements);
      },
      [&replacements]() -> std::optional<std::string> {
        FlowMap map;
        for (const auto& [from, to] : replacements) map.add(quote_key(from), quote(to));
        return replacements.empty() ? std::nullopt : std::optional(map.text());
      });
}

KeyValue body_of(std::string& body) {
  return free_value(
      "text, at most 4096 bytes", R"({ "type": ["string", "number", "boolean"], "maxLength": 4096 })",
      [&body](MapCursor& map, std::string_view key, const ReadContext&) {
        if (const YamlNode* text = map.scalar(key, "text")) body = text->text;
        if (body.size() > kLongestText) {
          map.report(map.entry(key).origin, in_quotes(key) + " is over 4096 bytes");
        }
      },
      [&body] { return body.empty() ? std::nullopt : std::optional(quote(body)); });
}

KeyValue columns_of(ChangeAction& change) {
  return free_value(
      "map of a group and columns",
      R"({ "type": "object", "properties": { "of": { "anyOf": [{ "$ref": "#/$defs/name" }, { )"
      R"("$ref": "#/$defs/parameter" }] } }, "required": ["of"], "minProperties": 2, )"
      R"("additionalProperties": { "type": ["string", "number", "boolean"] } })",
      [&change](MapCursor& map, std::string_view key, const ReadContext& context) {
        read_change(map, key, context.names, change);
      },
      [&change]() -> std::optional<std::string> {
        FlowMap map;
        map.add("of", change.of);
        for (const auto& [column, value] : change.columns) map.add(column, quote(value));
        return change.columns.empty() ? std::nullopt : std::optional(map.text());
      });
}

}  // namespace dialtone

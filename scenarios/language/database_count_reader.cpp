#include "scenarios/language/database_count_reader.h"

#include <algorithm>
#include <charconv>

#include "scenarios/language/expectation_words.h"
#include "values/spelling.h"
#include "subscribers/subscriber_columns.h"

namespace dialtone {
namespace {

void read_count(MapCursor& map, std::string_view key, DatabaseCount& database) {
  constexpr std::string_view kExpected = "a whole number, behind == != < <= > or >= or alone";
  const YamlNode* value = map.scalar(key, kExpected);
  if (value == nullptr) return;
  std::string_view text = value->text;
  database.comparison = take_comparison(text, Comparison::kEqual);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), database.count);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  if (!whole || database.comparison == Comparison::kContains) map.report_wrong(key, *value, kExpected);
}

void read_columns(MapCursor& map, DatabaseCount& database) {
  const std::optional<MapCursor> where = map.map("where");
  if (!where) return;
  std::vector<std::string_view> columns;
  for (const SubscriberColumn& column : subscriber_columns()) columns.push_back(column.name);
  for (const YamlEntry& entry : where->node().entries) {
    if (std::find(columns.begin(), columns.end(), entry.key) == columns.end()) {
      map.faults().report(entry.origin,
                          "subscribers have no column " + in_quotes(entry.key) + hint_at(entry.key, columns));
    } else if (entry.key.ends_with("password")) {
      map.faults().report(entry.origin, "a password is not asked for");
    } else if (entry.value.kind != YamlNode::Kind::kScalar) {
      map.faults().report(entry.value.origin, in_quotes(entry.key) + " must be a value as in the CSV");
    } else {
      database.where.emplace_back(entry.key, entry.value.text);
    }
  }
}

}  // namespace

void read_database_count(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  DatabaseCount database;
  if (map.require("table")) {
    database.table = map.word("table", kTableWords).value_or(DatabaseCount::Table::kSubscribers);
  }
  const bool is_bindings = database.table == DatabaseCount::Table::kBindings;
  read_columns(map, database);
  if (is_bindings && map.has("where")) {
    map.faults().report(map.entry("where").origin, "'where' is for subscribers");
  }
  database.group = map.reference("of", "group", context.names.groups_or_all).value_or("");
  database.each = map.has("each");
  if (database.each) {
    read_count(map, "each", database);
    if (!is_bindings) map.faults().report(map.entry("each").origin, "'each' is for bindings");
    if (map.has("count")) map.faults().report(map.entry("count").origin, "'count' and 'each' are one or the other");
  } else if (map.require("count")) {
    read_count(map, "count", database);
  }
  database.at = map.duration("at", {.least = Duration(1), .most = context.scenario.duration}).value_or(Duration{});
  expectation.condition = std::move(database);
}

}  // namespace dialtone

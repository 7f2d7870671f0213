#include "scenarios/language/expectations/database_count_reader.h"

#include <algorithm>
#include <charconv>

#include "scenarios/language/document/flow_map.h"
#include "subscribers/subscriber_columns.h"
#include "values/spelling.h"

namespace dialtone {
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

std::string write_count(const DatabaseCount& database) {
  return quote(std::string(word_of(database.comparison, kComparisonWords)) + std::to_string(database.count));
}

}  // namespace dialtone

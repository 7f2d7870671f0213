#include "scenarios/language/expectations/condition_reader.h"

#include <algorithm>
#include <charconv>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/keys/spellings.h"
#include "subscribers/subscriber_columns.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

// Fails if values of this kind cannot be compared with the condition's operator.
Result<void, Failure> check_comparison(const FieldCondition& condition) {
  const bool is_ordered = condition.kind == FieldKind::kNumber || condition.kind == FieldKind::kDuration;
  const bool is_text = condition.kind == FieldKind::kText;
  const Comparison comparison = condition.comparison;
  const bool is_equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!is_equality && !is_ordered && !(is_text && comparison == Comparison::kContains)) {
    return Failure{is_text ? "is a text, which is compared with == != or ~" : "is true or false"};
  }
  if (comparison == Comparison::kContains && !is_text) return Failure{"is no text, in which ~ looks"};
  return {};
}

Result<void, Failure> read_value(std::string_view value, FieldCondition& condition) {
  switch (condition.kind) {
    case FieldKind::kText: condition.text = value; return {};
    case FieldKind::kTruth:
      if (value != "true" && value != "false") return Failure{"is true or false, not " + in_quotes(value)};
      condition.number = value == "true" ? 1 : 0;
      return {};
    case FieldKind::kNumber: {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), condition.number);
      if (error == std::errc() && end == value.data() + value.size() && !value.empty()) return {};
      return Failure{"is a whole number, not " + in_quotes(value)};
    }
    case FieldKind::kDuration: {
      const Result<Duration> duration = kSignedDuration.parse(value);
      if (!duration) return Failure{duration.error().reason};
      condition.number = duration->count();
      return {};
    }
  }
  std::abort();
}

bool has_field(const AskedEvent& asked, std::string_view field) {
  const std::vector<std::string_view> fields = fields_of(asked.event, asked.of);
  return asked.event.empty() || std::binary_search(fields.begin(), fields.end(), field);
}

Result<void, Failure> read_reference(std::string_view field, const AskedEvent& when, FieldCondition& condition) {
  const std::optional<FieldKind> kind = kind_of_field(field);
  if (!kind || !has_field(when, field)) {
    return Failure{"refers to " + in_quotes(field) + ", but " + lacks_field(when.event, when.of, field)};
  }
  if (*kind != condition.kind)
    return Failure{"cannot be compared with " + in_quotes(field) + ": another kind of value"};
  condition.of_when = field;
  return {};
}

std::string value_of(const FieldCondition& condition) {
  if (!condition.of_when.empty()) return std::string(kWhenReference) + condition.of_when;
  switch (condition.kind) {
    case FieldKind::kText: return condition.text;
    case FieldKind::kTruth: return condition.number != 0 ? "true" : "false";
    case FieldKind::kNumber: return std::to_string(condition.number);
    case FieldKind::kDuration: return kSignedDuration.write(Duration(condition.number));
  }
  std::abort();
}

}  // namespace

std::vector<FieldCondition> read_conditions(MapCursor& map, const AskedEvent& asked, const AskedEvent* when) {
  std::vector<FieldCondition> conditions;
  const std::optional<MapCursor> where = map.map("where");
  if (!where) return conditions;
  for (const YamlEntry& entry : where->node().entries) {
    const std::optional<FieldKind> kind = kind_of_field(entry.key);
    if (!kind || !has_field(asked, entry.key)) {
      map.report(entry.origin, asked.event.empty() ? "no event has a field " + in_quotes(entry.key) +
                                                         did_you_mean(entry.key, field_names())
                                                   : lacks_field(asked.event, asked.of, entry.key));
      continue;
    }
    if (entry.value.kind != YamlNode::Kind::kScalar) {
      map.report(entry.value.origin, in_quotes(entry.key) + " must be a value such as 423 or \">=10m\"");
      continue;
    }
    FieldCondition condition;
    condition.field = entry.key;
    condition.kind = *kind;
    std::string_view value = entry.value.text;
    condition.comparison = take_comparison(value, Comparison::kEqual);
    while (value.starts_with(' ') && condition.kind != FieldKind::kText) value.remove_prefix(1);
    const bool is_reference = when != nullptr && value.starts_with(kWhenReference);
    Result<void, Failure> read = check_comparison(condition);
    if (read) {
      read = is_reference ? read_reference(value.substr(kWhenReference.size()), *when, condition)
                          : read_value(value, condition);
    }
    if (!read) {
      map.report(entry.value.origin, in_quotes(entry.key) + " " + read.error().reason);
      continue;
    }
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

void read_no_sooner_than(MapCursor& map, Sequence& sequence) {
  const YamlNode* value = map.node().find("no_sooner_than");
  if (value == nullptr || !value->text.starts_with(kWhenReference)) {
    sequence.no_sooner_than = map.duration("no_sooner_than", kPositiveDuration).value_or(Duration{});
    return;
  }
  map.has("no_sooner_than");
  sequence.no_sooner_than_field = value->text.substr(kWhenReference.size());
  std::vector<std::string_view> durations = fields_of(sequence.when.event, EventOwner::kDevices);
  std::erase_if(durations, [](std::string_view field) { return kind_of_field(field) != FieldKind::kDuration; });
  if (std::find(durations.begin(), durations.end(), sequence.no_sooner_than_field) != durations.end()) return;
  map.report(value->origin, in_quotes(sequence.no_sooner_than_field) + " is no field of " +
                                in_quotes(sequence.when.event) + " with a duration" +
                                did_you_mean(sequence.no_sooner_than_field, durations));
}

std::string to_text(const FieldCondition& condition) {
  const std::string value = value_of(condition);
  std::string_view behind = value;
  const bool is_plain = condition.comparison == Comparison::kEqual &&
                        take_comparison(behind, Comparison::kContains) == Comparison::kContains &&
                        behind.size() == value.size();
  return is_plain ? value : std::string(word_of(condition.comparison, kComparisonWords)) + value;
}

std::string where_phrase(const std::vector<FieldCondition>& conditions) {
  std::string text;
  for (const FieldCondition& condition : conditions) {
    text += (text.empty() ? " where " : " and ") + condition.field +
            std::string(word_of(condition.comparison, kComparisonWords)) + value_of(condition);
  }
  return text;
}

std::string write_conditions(const std::vector<FieldCondition>& conditions) {
  FlowMap map;
  for (const FieldCondition& condition : conditions) map.add(condition.field, quote(to_text(condition)));
  return map.text();
}

// --- databases ---

void read_count(MapCursor& map, std::string_view key, DatabaseCount& database) {
  const YamlNode* value = map.scalar(key, kCountBound.wanted);
  if (value == nullptr) return;
  const Result<CountBound> bound = kCountBound.parse(value->text);
  if (!bound) return map.report(value->origin, in_quotes(key) + " " + bound.error().reason);
  database.comparison = bound->comparison;
  database.count = bound->number;
  const bool is_zero = database.count == 0;
  if (is_zero && database.comparison == Comparison::kGreaterOrEqual) {
    map.report(value->origin, in_quotes(value->text) + " always holds");
  } else if (is_zero && database.comparison == Comparison::kLess) {
    map.report(value->origin, in_quotes(value->text) + " never holds");
  }
}

// Fails if the column can never have this text: the text must be written as the database has it (`true`, `3600`).
Result<void> check_column(const SubscriberColumn& column, const std::string& text) {
  SubscriberDraft draft;
  if (Result<void> read = column.read(draft, text); !read) return read;
  draft.subscriber.firmware = draft.firmware;
  std::string written;
  column.write(written, draft.subscriber);
  if (written == text) return {};
  return Failure{"is written " + in_quotes(written) + " in the database, not " + in_quotes(text)};
}

void read_columns(MapCursor& map, DatabaseCount& database) {
  const std::optional<MapCursor> where = map.map("where");
  if (!where) return;
  std::vector<std::string_view> columns;
  for (const SubscriberColumn& column : subscriber_columns()) columns.push_back(column.name);
  for (const YamlEntry& entry : where->node().entries) {
    const auto column = std::find(columns.begin(), columns.end(), entry.key);
    if (column == columns.end()) {
      map.report(entry.origin, "subscribers have no column " + in_quotes(entry.key) + hint_at(entry.key, columns));
    } else if (entry.key.ends_with("password")) {
      map.report(entry.origin, "a password is not asked for");
    } else if (entry.value.kind != YamlNode::Kind::kScalar) {
      map.report(entry.value.origin, in_quotes(entry.key) + " must be a value as in the CSV");
    } else {
      const auto place = static_cast<std::size_t>(column - columns.begin());
      if (const Result<void> read = check_column(subscriber_columns()[place], entry.value.text); !read) {
        map.report(entry.value.origin, in_quotes(entry.key) + " " + read.error().reason);
      }
      database.where.emplace_back(entry.key, entry.value.text);
    }
  }
}

std::string write_count(const DatabaseCount& database) {
  return quote(kCountBound.write({database.comparison, database.count}));
}

}  // namespace dialtone

#include "scenarios/oracles/event_match.h"

#include <algorithm>
#include <cstdlib>

#include "scenarios/language/names/event_forms.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

bool meets_text(std::string_view text, const FieldCondition& condition, std::string_view bound) {
  if (condition.comparison == Comparison::kContains) return text.find(bound) != std::string_view::npos;
  return compare(text, condition.comparison, bound);
}

const FieldValue* find_value(const FieldValues& values, std::string_view key) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == key; });
  return found == values.end() ? nullptr : &found->second;
}

bool meets(const Field& field, const FieldCondition& condition, const FieldValues& earlier) {
  const bool is_text = condition.kind == FieldKind::kText;
  if ((field.kind == Field::Kind::kText) != is_text) return false;
  if (condition.of_when.empty()) {
    return is_text ? meets_text(field.text, condition, condition.text)
                   : compare(field.integer, condition.comparison, condition.number);
  }
  const FieldValue* value = find_value(earlier, condition.of_when);
  if (value == nullptr || value->kind != field.kind) return false;
  return is_text ? meets_text(field.text, condition, value->text)
                 : compare(field.integer, condition.comparison, value->number);
}

}  // namespace

std::string value_text(const Field& field, FieldKind kind) {
  switch (kind) {
    case FieldKind::kText: return std::string(field.text);
    case FieldKind::kNumber: return std::to_string(field.integer);
    case FieldKind::kDuration: return readable_duration(Duration(field.integer));
    case FieldKind::kTruth: return field.integer != 0 ? "true" : "false";
  }
  std::abort();
}

std::string value_text(const Field& field) {
  switch (field.kind) {
    case Field::Kind::kText: return value_text(field, FieldKind::kText);
    case Field::Kind::kInteger: return value_text(field, kind_of_field(field.key).value_or(FieldKind::kNumber));
    case Field::Kind::kTruth: return value_text(field, FieldKind::kTruth);
  }
  std::abort();
}

bool meets(const RecordedEvent& event, const std::vector<FieldCondition>& conditions, const FieldValues& earlier) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const FieldCondition& condition) {
    const Field* field = event.find(condition.field);
    return field != nullptr && meets(*field, condition, earlier);
  });
}

bool matches(const RecordedEvent& event, const EventPattern& pattern) {
  return event.name == pattern.event && meets(event, pattern.where);
}

}  // namespace dialtone

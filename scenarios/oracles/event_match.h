// Whether an event is one of a pattern's (expectation.h).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/expectations/expectation.h"
#include "world/events/record.h"

namespace dialtone {

// A field's value, kept beyond the event.
struct FieldValue {
  Field::Kind kind{};
  std::int64_t number = 0;
  std::string text;
};
// By the fields' names.
using FieldValues = std::vector<std::pair<std::string, FieldValue>>;

// As a person reads it: a duration with its unit.
std::string value_text(const Field& field, FieldKind kind);
// Of the kind that the field's declaration says.
std::string value_text(const Field& field);

// Whether every condition is met. `earlier`: what `when.FIELD` refers to; a field that it lacks meets nothing.
bool meets(const RecordedEvent& event, const std::vector<FieldCondition>& conditions, const FieldValues& earlier = {});
// Of its name and its conditions.
bool matches(const RecordedEvent& event, const EventPattern& pattern);

}  // namespace dialtone

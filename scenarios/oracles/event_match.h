// Checks whether an event matches a pattern (expectation.h).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/expectations/expectation.h"
#include "world/events/record.h"

namespace dialtone {

// A copy of a field's value, which outlives the event.
struct FieldValue {
  Field::Kind kind{};
  std::int64_t number = 0;
  std::string text;
};
// Values by the names of their fields.
using FieldValues = std::vector<std::pair<std::string, FieldValue>>;

// Returns the field's value as a person reads it, such as a duration with its unit.
std::string value_text(const Field& field, FieldKind kind);
// As above, for the kind with which the field is declared.
std::string value_text(const Field& field);

// Returns true if the event meets every condition. `earlier`: the values for `when.FIELD`; a condition with a field
// that is missing there is not met.
bool meets(const RecordedEvent& event, const std::vector<FieldCondition>& conditions, const FieldValues& earlier = {});
// Returns true if the event has the pattern's name and meets its conditions.
bool matches(const RecordedEvent& event, const EventPattern& pattern);

}  // namespace dialtone

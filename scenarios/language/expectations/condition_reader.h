// Conditions on the fields of events: `where: { status: 423, expires: ">=10m", reason: "~busy" }`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/names/event_forms.h"

namespace dialtone {

// The prefix of a value that stands for a field of the event under `when`.
inline constexpr std::string_view kWhenReference = "when.";

// An event that an expectation asks for, and which party records it.
struct AskedEvent {
  std::string_view event;
  EventOwner of = EventOwner::kAnybody;
};

// Reads the map under `where`, which may be absent: conditions on the fields of `asked`. If `asked` names no event, its
// fields are not checked. A value has the field's kind and may follow an operator: == != < <= > >= for numbers and
// durations, == != ~ for texts; without an operator == is meant. `when`: the event to whose fields `when.FIELD` refers;
// may be null.
std::vector<FieldCondition> read_conditions(MapCursor& map, const AskedEvent& asked, const AskedEvent* when = nullptr);

// Reads the `no_sooner_than` of a sequence: a duration, or `when.FIELD`.
void read_no_sooner_than(MapCursor& map, Sequence& sequence);

// Returns the condition without its field, as in a scenario: `>=10m`, `423`, `~busy`.
std::string to_text(const FieldCondition& condition);
// Returns ` where status==423 and expires>=10m`; empty without conditions.
std::string where_phrase(const std::vector<FieldCondition>& conditions);
// Returns the conditions as a YAML flow map.
std::string write_conditions(const std::vector<FieldCondition>& conditions);

// Reads the `count` or `each` of a database expectation: a comparison and a number, `>=100`.
void read_count(MapCursor& map, std::string_view key, DatabaseCount& database);
std::string write_count(const DatabaseCount& database);
// Reads the `where` of a database expectation: columns of the CSV and their values.
void read_columns(MapCursor& map, DatabaseCount& database);

}  // namespace dialtone

// Conditions on the fields of events: `where: { status: 423, expires: ">=10m", reason: "~busy" }`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/names/event_forms.h"

namespace dialtone {

// The prefix of a value that is a field of the event at `when`.
inline constexpr std::string_view kWhenReference = "when.";

// An event that an expectation asks for, and whose it is.
struct AskedEvent {
  std::string_view event;
  EventOwner of = EventOwner::kAnybody;
};

// Reads the map under `where`, which may be absent: conditions on the fields of `asked`. If the event has no name, its
// fields are not checked. A value is of the field's kind, after an operator: == != < <= > >= for numbers and durations,
// == != ~ for texts; == may be left out.
// `when`: the event whose fields may be values, as `when.FIELD`; may be null.
std::vector<FieldCondition> read_conditions(MapCursor& map, const AskedEvent& asked, const AskedEvent* when = nullptr);

// Reads `no_sooner_than` of a sequence: a duration, or `when.FIELD`.
void read_no_sooner_than(MapCursor& map, Sequence& sequence);

// The condition without its field, as a scenario has it: `>=10m`, `423`, `~busy`.
std::string to_text(const FieldCondition& condition);
// ` where status==423 and expires>=10m`; empty without conditions.
std::string where_phrase(const std::vector<FieldCondition>& conditions);
// The conditions as a flow map.
std::string write_conditions(const std::vector<FieldCondition>& conditions);

// `count` and `each` of a database: a comparison and a number, `>=100`.
void read_count(MapCursor& map, std::string_view key, DatabaseCount& database);
std::string write_count(const DatabaseCount& database);
// `where` of a database: columns of the CSV and their values.
void read_columns(MapCursor& map, DatabaseCount& database);

}  // namespace dialtone

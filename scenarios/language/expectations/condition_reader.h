// Conditions on the fields of events: `where: { status: 423, expires: ">=10m", reason: "~busy" }`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/event_forms.h"
#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// What a value begins with that is a field of the event at `when`.
inline constexpr std::string_view kWhenReference = "when.";

// An event that is asked for, of whom.
struct AskedEvent {
  std::string_view event;
  Whose of = Whose::kAnybody;
};

// Of the map under `where`, which may be absent: conditions on the fields of `asked` (event_forms.h; one without a name
// is not judged). A value is one of the field's own kind, behind one of == != < <= > >= where it is a
// number or a duration, behind == != ~ where it is a text; none means ==. `when`: the event whose fields a value may
// also be, as `when.FIELD`; null: none.
std::vector<FieldCondition> read_conditions(MapCursor& map, const AskedEvent& asked, const AskedEvent* when = nullptr);

// Reports an event that nobody records of whom it is asked; `key`: where it stands.
void check_event(MapCursor& map, std::string_view key, const AskedEvent& asked);

// As it is read, without the field: `>=10m`, `423`, `~busy`.
std::string to_text(const FieldCondition& condition);
// ` where status==423 and expires>=10m`; nothing where there are none.
std::string where_phrase(const std::vector<FieldCondition>& conditions);
// As a flow map.
std::string write_conditions(const std::vector<FieldCondition>& conditions);

}  // namespace dialtone

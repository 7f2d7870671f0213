// Conditions on the fields of events: `where: { status: 423, expires: ">=10m", reason: "~busy" }`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/expectation.h"
#include "scenarios/engine/yaml_cursor.h"

namespace dialtone {

// Of the map under `where`, which may be absent. A value is one of the field's own kind (event_fields.h), behind one of
// == != < <= > >= where it is a number or a duration, behind == != ~ where it is a text; none means ==. `refers`: it
// may also be `when.FIELD`.
std::vector<FieldCondition> read_conditions(MapCursor& map, bool refers);

// As it is read, without the field: `>=10m`, `423`, `~busy`.
std::string to_text(const FieldCondition& condition);
// ` where status==423 and expires>=10m`; nothing where there are none.
std::string where_phrase(const std::vector<FieldCondition>& conditions);
// As a flow map.
std::string write_conditions(const std::vector<FieldCondition>& conditions);

}  // namespace dialtone

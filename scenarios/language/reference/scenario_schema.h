// Writes scenarios/scenario.schema.json for editors (JSON Schema, draft 2020-12).
#pragma once

#include <string>
#include <string_view>

namespace dialtone {

// `by_hand`: the text of scenarios/schema_by_hand.json, which has the parts that no describe() gives. In it, marks such
// as "@profile@" are replaced by the schemas of maps that have a describe(), and "@event@" by the names of events.
std::string scenario_schema(std::string_view by_hand);

}  // namespace dialtone

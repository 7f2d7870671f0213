// Writes scenarios/scenario.schema.json for editors (JSON Schema, draft 2020-12).
#pragma once

#include <string>
#include <string_view>

namespace dialtone {

// `by_hand`: scenarios/schema_by_hand.json, with the parts that no describe() gives. Marks such as "@profile@" stand
// for the maps that have a describe(), "@event@" for the names of events.
std::string scenario_schema(std::string_view by_hand);

}  // namespace dialtone

// scenarios/scenario.schema.json: what editors know of the language (JSON Schema, draft 2020-12).
#pragma once

#include <string>
#include <string_view>

namespace dialtone {

// `by_hand`: scenarios/schema_by_hand.json, which has what no describe() says, and a text such as "@profile@" where the
// schema of a map goes whose keys are described, or "@event@" for the names of events.
std::string scenario_schema(std::string_view by_hand);

}  // namespace dialtone

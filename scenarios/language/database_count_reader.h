// What a server holds at a moment, or at the end:
//
//   database: { table: subscribers, where: { enabled: "true" }, of: homes, count: ">=100", at: 1m }
//   database: { table: bindings, of: homes, each: "<=1" }
#pragma once

#include "scenarios/language/scope_reader.h"

namespace dialtone {

void read_database_count(MapCursor& map, const ExpectationContext& context, Expectation& expectation);

}  // namespace dialtone

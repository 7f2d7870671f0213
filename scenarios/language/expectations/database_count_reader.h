// The values of what a server holds:
//
//   database: { table: subscribers, where: { enabled: "true" }, of: homes, count: ">=100", at: 1m }
//   database: { table: bindings, of: homes, each: "<=1" }
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// `>=100`, and how it is written.
void read_count(MapCursor& map, std::string_view key, DatabaseCount& database);
std::string write_count(const DatabaseCount& database);
// The columns under `where`.
void read_columns(MapCursor& map, DatabaseCount& database);

}  // namespace dialtone

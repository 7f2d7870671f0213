// Refuses YAML that yaml-cpp would accept by guessing what was meant: a wrong guess can hide the rest of a file.
#pragma once

#include <string_view>

#include "scenarios/language/document/diagnostic.h"

namespace dialtone {

// Checks quotes, brackets, block scalars and comments (YAML 1.2, chapters 6 to 8) and reports the first of:
//
//   - a quote or a bracket that is never closed, or not before a line that is indented no deeper than its key; reported
//     at its opening, and for each of several brackets. Comment lines between brackets may have any indentation
//   - a bracket closed by one of another kind, an empty place between commas, two values without a comma between them
//   - text after a closing quote or bracket, a comment without a blank before it
//   - `|` or `>` without a text below
//   - a line that looks like structure but continues a text without quotes; a key without its colon
//   - directives, explicit keys (`? `), merge keys (`<<`), a tag `!`
//
// True if there was nothing to report. yaml-cpp reports other mistakes. `source`: as for parse_yaml().
bool check_yaml_structure(std::string_view text, const Origin& source, Diagnostics& diagnostics);

}  // namespace dialtone

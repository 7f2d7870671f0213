// What yaml-cpp forgives in a YAML text, and we do not: whatever it guesses at can hide the rest of a file.
#pragma once

#include <string_view>

#include "scenarios/language/document/diagnostic.h"

namespace dialtone {

// Follows the text's quotes, brackets, block scalars and comments (YAML 1.2, chapters 6 to 8) and reports the first of:
//
//   - a quote or a bracket that is never closed, or not before a line that is indented no deeper than its key: at its
//     opening; several brackets, each at its own. Comment lines between brackets may stand at any indentation
//   - a bracket that another kind closes, an empty place between commas, two values without a comma between them
//   - text after a closing quote or bracket, a comment without a blank before it
//   - `|` or `>` without a text below
//   - a line that looks like structure but continues a text without quotes; a key without its colon
//   - directives, explicit keys (`? `), merge keys (`<<`), a tag `!`
//
// Whether there was nothing to report. The rest of what is wrong is for yaml-cpp to say. `source` as of parse_yaml().
bool check_yaml_structure(std::string_view text, const Origin& source, FaultList& faults);

}  // namespace dialtone

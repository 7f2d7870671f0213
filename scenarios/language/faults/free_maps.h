// What stands in a scenario without keys of the language: headers, texts and their replacements, columns.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

using TextPairs = std::vector<std::pair<std::string, std::string>>;

// Names and values of one line each, as messages of the target have them; a name with several values has a list.
FreeValue headers_of(TextPairs& headers, TargetKind target);
// Texts and what becomes of them.
FreeValue replacements_of(TextPairs& replacements);
// Any text of at most 4,096 bytes.
FreeValue body_of(std::string& body);
// A group, and columns of the CSV with their values.
FreeValue columns_of(ChangeAction& change);

}  // namespace dialtone

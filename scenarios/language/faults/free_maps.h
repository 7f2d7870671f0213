// Values of acts with keys that the file chooses: headers, replacements, columns; and bodies.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault_match.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

using TextPairs = std::vector<std::pair<std::string, std::string>>;

// Headers of a message of the target's protocol. A header that stands several times has a list of values.
KeyValue headers_of(TextPairs& headers, TargetKind target);
// Headers and what their values must be; at most kMostHeaderMatches.
KeyValue header_matches_of(std::vector<HeaderMatch>& headers);
inline constexpr std::size_t kMostHeaderMatches = 16;
// Texts and their replacements.
KeyValue replacements_of(TextPairs& replacements);
// Any text of at most 4,096 bytes.
KeyValue body_of(std::string& body);
// A group, and columns of the CSV with their new values.
KeyValue columns_of(ChangeAction& change);

}  // namespace dialtone

// Values of acts with keys that the file chooses: headers, replacements, columns; and bodies.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault_match.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

using TextPairs = std::vector<std::pair<std::string, std::string>>;

// The longest text that a free map has, in bytes.
inline constexpr std::size_t kLongestText = 4'096;
bool is_header_name(std::string_view name);
// True for one line of at most kLongestText bytes.
bool is_header_value(const YamlNode& node);

// A value of the kind `type`. `schema`: JSON Schema for it; a parameter may stand in its place.
KeyValue free_value(std::string_view type, std::string schema,
                    std::function<void(MapCursor& map, std::string_view key, const ReadContext& context)> read,
                    std::function<std::optional<std::string>()> write);
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

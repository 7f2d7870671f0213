// Values of acts whose keys the file chooses (headers, replacements, columns), and bodies.
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

// The maximum length, in bytes, of a text in a map whose keys the file chooses.
inline constexpr std::size_t kLongestText = 4'096;
bool is_header_name(std::string_view name);
// True for one line of at most kLongestText bytes.
bool is_header_value(const YamlNode& node);

// Makes a value of the kind `type`. `schema`: JSON Schema for the value; the result accepts a parameter too.
KeyValue free_value(std::string_view type, std::string schema,
                    std::function<void(MapCursor& map, std::string_view key, const ReadContext& context)> read,
                    std::function<std::optional<std::string>()> write);
// A map of headers and conditions on their values, with at most kMostHeaderMatches entries.
KeyValue header_matches_of(std::vector<HeaderMatch>& headers);
inline constexpr std::size_t kMostHeaderMatches = 16;
// A map of texts and their replacements.
KeyValue replacements_of(TextPairs& replacements);
// A text of at most 4,096 bytes, of any number of lines.
KeyValue body_of(std::string& body);
// A map with a group, and columns of the CSV with their new values.
KeyValue columns_of(ChangeAction& change);

}  // namespace dialtone

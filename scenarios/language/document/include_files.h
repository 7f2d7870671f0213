// `include`: merges the documents of other files into a scenario.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/document/yaml_document.h"
#include "values/result.h"

namespace dialtone {

// The most files that a scenario may include. All files together have at most 4 MB (kLargestYaml).
inline constexpr std::size_t kMostIncludes = 16;

// Returns the text of a file of at most `most` bytes, or the reason why it cannot be read (text_file.h).
using ReadFile = std::function<Result<std::string>(const std::string& path, std::size_t most)>;

// Parses `text`, which is the scenario's, and the files that it includes: `include: models/phones.yaml`, or a list of
// names, each relative to the including file. A file that is included twice is read once.
//
// Merging: entries of `profiles`, `faults`, `nats`, `proxies` and `fleet` are joined, and a name in two files is
// reported; `servers`, `network` and `parameters` are joined key by key; lists are joined, the included file's items
// first. For any other key the including file wins, and of two included files the later one.
//
// Reports files that cannot be read, more than 16 files, and files that include each other in a circle. Returns nothing
// if a file could not be parsed.
std::optional<YamlNode> parse_with_includes(std::string_view text, Diagnostics& diagnostics, const ReadFile& read);

}  // namespace dialtone

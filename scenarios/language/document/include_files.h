// A scenario's `include`: the documents of other files, merged into its own.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/document/yaml_document.h"
#include "values/result.h"

namespace dialtone {

// Together with the file that includes them, 4 MB at most (kLargestYaml).
inline constexpr std::size_t kMostIncludes = 16;

// The text of a file of at most so many bytes, or why not (text_file.h).
using ReadFile = std::function<Result<std::string>(const std::string& path, std::size_t most)>;

// Parses `text`, that of the file of `faults`, and what it includes: `include: models/phones.yaml`, or a list of such
// names, each beside the file in which it stands. A file that is included twice is read once.
//
// What two files say is merged: entries of `profiles`, `faults`, `nats`, `proxies` and `fleet` are joined, and two of
// the same name are reported; `servers`, `network` and `parameters` are joined key by key; lists are joined, what is
// included first. Of anything else the including file's is taken, and of two included files the later one's.
//
// Reports what cannot be read, more than 16 files, and a circle. Nothing where a file could not be parsed.
std::optional<YamlNode> parse_with_includes(std::string_view text, FaultList& faults, const ReadFile& read);

}  // namespace dialtone

// A YAML document as a tree in which every value knows where it was written. yaml-cpp parses, and is seen nowhere else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"

namespace dialtone {

inline constexpr std::size_t kLargestYaml = 4 * 1024 * 1024;
inline constexpr std::size_t kDeepestYaml = 16;
inline constexpr std::size_t kMostYamlValues = 500'000;

struct YamlEntry;

struct YamlNode {
  enum class Kind { kNull, kScalar, kMap, kList };

  Kind kind = Kind::kNull;
  // A scalar in quotes (or in block style), which no number or duration is.
  bool quoted = false;
  Origin origin;
  // Of a scalar: as it was written.
  std::string text;
  // Of a map, in the order of the file; keys may repeat, which is reported where the document is parsed.
  std::vector<YamlEntry> entries;
  // Of a list.
  std::vector<YamlNode> items;

  // The first value under `key`, nullptr where this is no map or has none.
  const YamlNode* find(std::string_view key) const;
  YamlNode* find(std::string_view key);
};

struct YamlEntry {
  std::string key;
  Origin origin;
  YamlNode value;
};

// One document of UTF-8, with or without a byte order mark. Reports what a scenario may not have: anchors, aliases,
// tags, a second document, duplicate keys, keys that are no words, or that YAML 1.1 reads as a truth (`on`, `off`,
// `yes`, `no`), tabs as indentation, control characters, more than 4 MB, 16 levels or 500,000 values. Nothing where the
// rest of the document could not be read because of it. Empty text is a null.
//
// `source`: where the text stands: of which override it is the value, or in which file (Place::file).
std::optional<YamlNode> parse_yaml(std::string_view text, const Origin& source, FaultList& faults);

}  // namespace dialtone

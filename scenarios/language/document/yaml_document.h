// A YAML document as a tree in which every value knows where it was written. Only yaml_document.cpp includes yaml-cpp.
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
  // True for a scalar in quotes or in block style; numbers must not be quoted.
  bool quoted = false;
  Origin origin;
  // Of a scalar, as it was written.
  std::string text;
  // Of a map, in the order of the file. A repeated key is reported by parse_yaml() and kept.
  std::vector<YamlEntry> entries;
  // Of a list.
  std::vector<YamlNode> items;

  // The first value under `key`; nullptr if this is no map or lacks the key.
  const YamlNode* find(std::string_view key) const;
  YamlNode* find(std::string_view key);
};

struct YamlEntry {
  std::string key;
  Origin origin;
  YamlNode value;
};

// Parses one document of UTF-8, with or without a byte order mark. Reports anchors, aliases, tags, a second document,
// duplicate keys, keys that are no words or that YAML 1.1 reads as a truth (`on`, `off`, `yes`, `no`), tabs as
// indentation, control characters, and more than 4 MB, 16 levels or 500,000 values. Returns nothing if that kept the
// rest from being read. Empty text is a null.
//
// `source`: the file (Place::file) or the override that the text belongs to.
std::optional<YamlNode> parse_yaml(std::string_view text, const Origin& source, Diagnostics& diagnostics);

}  // namespace dialtone

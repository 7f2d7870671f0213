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
  // True for a scalar in quotes or in block style. Numbers must not be in quotes.
  bool quoted = false;
  Origin origin;
  // For a scalar: its text as it was written.
  std::string text;
  // For a map: its entries in the order of the file. A repeated key is reported by parse_yaml() but kept.
  std::vector<YamlEntry> entries;
  // For a list: its items.
  std::vector<YamlNode> items;

  // Returns the first value under `key`; nullptr if this node is not a map or does not have the key.
  const YamlNode* find(std::string_view key) const;
  YamlNode* find(std::string_view key);
};

struct YamlEntry {
  std::string key;
  Origin origin;
  YamlNode value;
};

// Parses one document of UTF-8, with or without a byte order mark. Reports anchors, aliases, tags, a second document,
// duplicate keys, keys that are not words or that YAML 1.1 reads as a truth value (`on`, `off`, `yes`, `no`), tabs as
// indentation, control characters, and more than 4 MB, 16 levels or 500,000 values. Returns nullopt if a mistake kept
// the rest from being read. An empty text is a null.
//
// `source`: the file (Place::file) or the override that the text belongs to.
std::optional<YamlNode> parse_yaml(std::string_view text, const Origin& source, Diagnostics& diagnostics);

}  // namespace dialtone

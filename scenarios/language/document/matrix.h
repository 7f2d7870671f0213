// A scenario's `matrix`: one file, a case for each combination of its keys' values.
//
//   matrix:
//     transport: [udp, tcp]
//     authentication: [none, basic, digest]
//     exclude: [{ transport: tcp, authentication: basic }]
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

inline constexpr std::size_t kMostMatrixKeys = 8;
inline constexpr std::size_t kMostMatrixCases = 1'000;
// Of the part of a case's name that says which it is.
inline constexpr std::size_t kLongestCase = 1'024;

// Whether the document's matrix has that key.
bool has_matrix_key(const YamlNode& root, std::string_view name);

// Each key of a matrix is a parameter (parameters.h) that has another value in each case.
class Matrix {
 public:
  // A value for every key, in their order.
  using Case = std::vector<const YamlNode*>;

  // Takes the section out of `root`, which must be a map. A document without one has one case, without keys.
  // Reports what is no list of values, more than 8 keys or 1,000 cases, and an exclusion of what is not there.
  static Matrix take(YamlNode& root, FaultList& faults);

  // Leaves only the cases in which the key of `change`, `NAME=VALUE`, has that value, and reports a value that it does
  // not have. `number`: which of the overrides it is, from 1. The key must be there.
  void restrict(std::string_view change, int number, FaultList& faults);

  // In order, the last key's value changing first, without those that are excluded.
  std::vector<Case> cases() const;

  bool empty() const { return keys_.empty(); }
  // Where it stands in the file.
  const Origin& origin() const { return origin_; }

  // Gives the document the case's parameters.
  void apply(const Case& values, YamlNode& root) const;
  // `[transport=udp,authentication=none]`; nothing without keys.
  std::string name_of(const Case& values) const;
  // `transport=udp`, `authentication=none`: what --set takes to choose the case.
  std::vector<std::string> choice_of(const Case& values) const;

 private:
  struct Key {
    std::string name;
    Origin origin;
    std::vector<YamlNode> values;
    // Of the value that it is restricted to; else all of them.
    std::vector<std::size_t> chosen;
  };
  // Of some of the keys, the number of a value.
  using Exclusion = std::vector<std::pair<std::size_t, std::size_t>>;

  void read_key(const YamlEntry& entry, FaultList& faults);
  void read_exclusions(const YamlNode& list, FaultList& faults);
  bool is_excluded(const std::vector<std::size_t>& numbers) const;

  Origin origin_;
  std::vector<Key> keys_;
  std::vector<Exclusion> exclusions_;
};

}  // namespace dialtone

// `matrix`: makes a case of one file for each combination of its keys' values.
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
// The longest `[transport=udp,...]`, in bytes.
inline constexpr std::size_t kLongestCase = 1'024;

// True if the document has a matrix with that key.
bool has_matrix_key(const YamlNode& root, std::string_view name);

// Each key of a matrix is a parameter (parameters.h) with a different value in each case.
class Matrix {
 public:
  // One value for each key, in the keys' order.
  using Case = std::vector<const YamlNode*>;

  // Takes the section out of `root`, which must be a map. A document without a matrix has one case, without keys.
  // Reports keys without a list of values, more than 8 keys or 1,000 cases, and exclusions that match nothing.
  static Matrix take(YamlNode& root, Diagnostics& diagnostics);

  // Keeps only the cases in which a key has a certain value, as `change` says (`NAME=VALUE`); reports a value that the
  // key does not have. The key must be in the matrix. `number`: the number of the override, from 1.
  void restrict(std::string_view change, int number, Diagnostics& diagnostics);

  // Returns the cases that are not excluded. The value of the last key varies fastest.
  std::vector<Case> cases() const;

  bool empty() const { return keys_.empty(); }
  // The section's place in the file.
  const Origin& origin() const { return origin_; }

  // Sets the case's parameters in the document.
  void apply(const Case& values, YamlNode& root) const;
  // `[transport=udp,authentication=none]`; empty without keys.
  std::string name_of(const Case& values) const;
  // `transport=udp`, `authentication=none`: the arguments of --set that choose the case.
  std::vector<std::string> choice_of(const Case& values) const;

 private:
  struct MatrixKey {
    std::string name;
    Origin origin;
    std::vector<YamlNode> values;
    // The indices of the values that restrict() has left.
    std::vector<std::size_t> chosen;
  };
  // Pairs of the index of a key and the index of one of its values.
  using Exclusion = std::vector<std::pair<std::size_t, std::size_t>>;

  void read_key(const YamlEntry& entry, Diagnostics& diagnostics);
  void read_exclusions(const YamlNode& list, Diagnostics& diagnostics);
  bool is_excluded(const std::vector<std::size_t>& numbers) const;

  Origin origin_;
  std::vector<MatrixKey> keys_;
  std::vector<Exclusion> exclusions_;
};

}  // namespace dialtone

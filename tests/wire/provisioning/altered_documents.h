// Good documents with alterations that a schema and a reader could judge differently.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::provisioning {

struct AlteredDocument {
  // The alteration: `blanks around`, `a value: 65536`, `removed`, ...
  std::string change;
  // The altered element; empty if the document as a whole was altered.
  std::string element;
  std::string text;
  // True if the values are the same as before.
  bool same_values = false;
};

// Returns all alterations of a document that has one element or tag on each line, as the project writes it.
// Deterministic.
std::vector<AlteredDocument> altered_documents(std::string_view good);

}  // namespace dialtone::provisioning

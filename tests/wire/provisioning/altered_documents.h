// Good documents, altered in each way that a schema and a reader could see differently.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::provisioning {

struct AlteredDocument {
  // What was done: `blanks around`, `a value: 65536`, `removed`, ...
  std::string change;
  // Of the element that it was done to; empty where it was done to the document.
  std::string element;
  std::string text;
  // Whether the values are the same as before.
  bool same_values = false;
};

// Of a document that is written with one element or tag on each line, as the project writes them. Always the same.
std::vector<AlteredDocument> altered_documents(std::string_view good);

}  // namespace dialtone::provisioning

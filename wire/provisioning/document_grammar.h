// A document's grammar as a table: which elements, in which order, how often, and which member takes their text.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

enum class Occurs { kOnce, kOptional, kRepeated };  // kRepeated: once or more often

// The rule of one element. An element has either children or text. `Document` is the struct that is filled.
template <typename Document>
struct ElementRule {
  std::string_view name;
  Occurs occurs = Occurs::kOnce;
  // Called at the element's start tag, to make room in the document for what follows; may be null.
  void (*open)(Document&) = nullptr;
  // Stores the element's text after its white space was collapsed; null if the element has children. The reader puts
  // the element's name in front of the error.
  Result<void> (*store)(Document&, std::string_view text) = nullptr;
  const ElementRule* children = nullptr;
  std::size_t child_count = 0;
  // For the schema: the type of the text, the list of permitted words, and whether the element may occur only after the
  // element before.
  std::string_view type = {};
  std::span<const std::string_view> words = {};
  bool only_after_previous = false;
};

// Checks a document against its rules while the document is read, and fills a `Document`. The root has one attribute,
// `version`, which must be 1.0; no other element has an attribute.
template <typename Document>
class GrammarReader : public XmlEvents {
 public:
  using Rule = ElementRule<Document>;

  // `root` and `document` must outlive the reader.
  GrammarReader(const Rule& root, Document& document) : root_(root), document_(document) { open_.reserve(kDepth); }

  Result<void> on_start(std::string_view name, const XmlAttribute* attributes, std::size_t count) override {
    if (open_.empty()) return start_root(name, attributes, count);
    if (count != 0) return Failure{"<" + printable(name) + "> has an attribute '" + printable(attributes->name) + "'"};
    Place& parent = open_.back();
    while (parent.next < parent.rule->child_count) {
      const Rule& rule = parent.rule->children[parent.next];
      if (rule.name == name) {
        if (rule.occurs == Occurs::kRepeated) {
          parent.repeated = true;
        } else {
          ++parent.next;
        }
        return enter(rule);
      }
      if (required(parent)) {
        return Failure{"<" + printable(name) + "> stands where <" + std::string(rule.name) + "> is expected"};
      }
      parent.repeated = false;
      ++parent.next;
    }
    return Failure{"<" + printable(name) + "> is unknown, repeated or out of order in <" +
                   std::string(parent.rule->name) + ">"};
  }

  Result<void> on_end(std::string_view name, std::string_view text) override {
    assert(!open_.empty());
    Place place = open_.back();
    open_.pop_back();
    if (place.rule->store != nullptr) {
      Result<void> stored = place.rule->store(document_, collapsed(text, room_));
      if (!stored) return Failure{"<" + printable(name) + "> " + stored.error().reason};
      return {};
    }
    if (!is_blank(text)) {
      return Failure{"there is text in <" + printable(name) + ">"};
    }
    for (; place.next < place.rule->child_count; ++place.next, place.repeated = false) {
      if (!required(place)) continue;
      return Failure{"<" + printable(name) + "> lacks <" + std::string(place.rule->children[place.next].name) + ">"};
    }
    return {};
  }

 private:
  struct Place {
    const Rule* rule;
    std::size_t next = 0;   // index of the first child that may still come
    bool repeated = false;  // true if the child at `next` has come already
  };

  static bool required(const Place& place) {
    switch (place.rule->children[place.next].occurs) {
      case Occurs::kOnce: return true;
      case Occurs::kOptional: return false;
      case Occurs::kRepeated: return !place.repeated;
    }
    return true;
  }

  Result<void> start_root(std::string_view name, const XmlAttribute* attributes, std::size_t count) {
    if (name != root_.name) {
      return Failure{"the root is <" + printable(name) + ">, not <" + std::string(root_.name) + ">"};
    }
    if (count != 1 || attributes->name != "version") return Failure{"the root has not exactly a version"};
    if (attributes->value != "1.0") return Failure{"version '" + printable(attributes->value) + "' is not 1.0"};
    return enter(root_);
  }

  Result<void> enter(const Rule& rule) {
    if (rule.open != nullptr) rule.open(document_);
    open_.push_back({&rule});
    return {};
  }

  // The depth of the deepest element in the documents.
  static constexpr std::size_t kDepth = 5;

  const Rule& root_;
  Document& document_;
  std::vector<Place> open_;
  std::string room_;  // holds a text whose white space had to change
};

}  // namespace dialtone::provisioning

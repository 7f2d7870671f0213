// Reads XML strictly and reports it as events. Uses Poco::XML's SAX parser.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// Limits over which a document is refused.
struct DocumentLimits {
  std::size_t document_bytes = 64 * 1024;
  std::size_t depth = 8;
  std::size_t attributes = 4;     // on one element
  std::size_t text_bytes = 1024;  // of one element, between its tags
};

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};

// Receives the content of a document in its order. The views are valid until the call returns. The first error that a
// call returns ends the document and becomes its error; no call follows.
class XmlEvents {
 public:
  virtual ~XmlEvents() = default;
  // `attributes` points to `count` attributes.
  virtual Result<void> on_start(std::string_view name, const XmlAttribute* attributes, std::size_t count) = 0;
  // `text` is all character data directly in the element, CDATA sections included.
  virtual Result<void> on_end(std::string_view name, std::string_view text) = 0;
};

// Reads one document of XML 1.0 in UTF-8; accepts one byte order mark. Refuses another encoding or version, bytes that
// are not UTF-8, any DOCTYPE (and so every entity except the five predefined ones), text next to elements, and anything
// over the limits. Ignores namespaces: a name is compared by its bytes. Skips comments and processing instructions.
// Parses nothing after the first error, which begins with `line N: ` if the line is known.
Result<void> read_xml(std::string_view bytes, XmlEvents& events, const DocumentLimits& limits);

// Returns true if `text` contains only XML's white space.
bool is_blank(std::string_view text);

// Collapses white space as xs:token does: removes it at both ends, and replaces each run of blanks, tabs and line
// breaks inside by one blank. Returns a view of `text`, or of `room` if the text had to change.
std::string_view collapsed(std::string_view text, std::string& room);

// Returns `text` in a form that error messages can quote: at most 40 bytes, with `?` for everything that is not
// printable ASCII.
std::string printable(std::string_view text);

}  // namespace dialtone::provisioning

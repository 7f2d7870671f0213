// XML as events, strictly: what the provisioning documents may be made of. Poco::XML's SAX parser behind it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// What a document may take of us before it is refused.
struct DocumentLimits {
  std::size_t document_bytes = 64 * 1024;
  std::size_t depth = 8;
  std::size_t attributes = 4;     // of one element
  std::size_t text_bytes = 1024;  // of one element, as it stands between its tags
};

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};

// What a document consists of, in its order. The views live until the call returns. The first failure that a call
// returns is the document's; none is called after it.
class XmlEvents {
 public:
  virtual ~XmlEvents() = default;
  // `count` attributes begin at `attributes`.
  virtual Result<void> on_start(std::string_view name, const XmlAttribute* attributes, std::size_t count) = 0;
  // `text` is all the character data directly in the element, CDATA sections included.
  virtual Result<void> on_end(std::string_view name, std::string_view text) = 0;
};

// Reads one document of XML 1.0 in UTF-8, one byte order mark accepted. Refused: another encoding or version, bytes
// that are not UTF-8, any DOCTYPE (and with it every entity but the five predefined), text beside elements, anything
// over the limits. Namespaces are not looked at: a name is its bytes. Comments and processing instructions are skipped.
// Nothing is parsed after the first fault. The reason begins with `line N: ` where there is one.
Result<void> read_xml(std::string_view bytes, XmlEvents& events, const DocumentLimits& limits);

// Whether `text` is nothing but XML's white space.
bool is_blank(std::string_view text);

// `text` with its white space as xs:token has it: none at both ends, and one blank for each run of blanks, tabs and
// line breaks within. A view of `text`, or of `room` where something had to change.
std::string_view collapsed(std::string_view text, std::string& room);

// `text` as a reason can quote it: at most 40 bytes, what is not printable ASCII as `?`.
std::string printable(std::string_view text);

}  // namespace dialtone::provisioning

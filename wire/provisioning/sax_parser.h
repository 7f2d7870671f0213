// The SAX parser of Poco::XML, given no more of a document than is good.
#pragma once

#include <cstddef>
#include <string_view>

#include "values/result.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

// What a document has cost.
struct ParserWork {
  std::size_t bytes = 0;  // given to the parser
  std::size_t calls = 0;  // for elements and texts, from the parser
};

// Parses a document that check_prolog has passed, as read_xml says. The parser gets the document in pieces, and none
// after the first fault: what follows the fault in its piece is at most as long as all before it, or 512 bytes. A
// document type declaration is a fault here too, wherever it stands. Adds to `work` where that is given.
Result<void> parse_xml(std::string_view document, XmlEvents& events, const DocumentLimits& limits,
                       ParserWork* work = nullptr);

}  // namespace dialtone::provisioning

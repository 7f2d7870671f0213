// Runs Poco::XML's SAX parser over a document, and hands the parser as little as possible after an error.
#pragma once

#include <cstddef>
#include <string_view>

#include "values/result.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

// Counts what parsing a document has cost.
struct ParserWork {
  std::size_t bytes = 0;  // bytes handed to the parser
  std::size_t calls = 0;  // callbacks from the parser for elements and texts
};

// Parses a document that check_prolog has accepted; read_xml describes what is refused. Hands the document to the
// parser in pieces, and no piece after the first error: the parser reads at most as much after the error as before, or
// 512 bytes. A document type declaration is an error anywhere. Adds the cost to `work` unless null.
Result<void> parse_xml(std::string_view document, XmlEvents& events, const DocumentLimits& limits,
                       ParserWork* work = nullptr);

}  // namespace dialtone::provisioning

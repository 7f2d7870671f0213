#include "wire/provisioning/xml_reader.h"

#include <algorithm>

#include "wire/provisioning/sax_parser.h"
#include "wire/provisioning/xml_prolog.h"

namespace dialtone::provisioning {

Result<void> read_xml(std::string_view bytes, XmlEvents& events, const DocumentLimits& limits) {
  if (bytes.size() > limits.document_bytes) {
    return Failure{"the document is over " + std::to_string(limits.document_bytes) + " bytes"};
  }
  Result<std::string_view> document = check_prolog(bytes);
  if (!document) return document.error();
  return parse_xml(*document, events, limits);
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string copy(text.substr(0, kLongest));
  for (char& c : copy) {
    if (c < 0x20 || c > 0x7E) c = '?';
  }
  if (text.size() > kLongest) copy += "...";
  return copy;
}

}  // namespace dialtone::provisioning

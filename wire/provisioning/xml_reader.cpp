#include "wire/provisioning/xml_reader.h"

#include <algorithm>

#include "wire/provisioning/sax_parser.h"
#include "wire/provisioning/xml_prolog.h"
#include "wire/provisioning/xml_space.h"

namespace dialtone::provisioning {

Result<void> read_xml(std::string_view bytes, XmlEvents& events, const DocumentLimits& limits) {
  if (bytes.size() > limits.document_bytes) {
    return Failure{"the document is over " + std::to_string(limits.document_bytes) + " bytes"};
  }
  Result<std::string_view> document = check_prolog(bytes);
  if (!document) return document.error();
  return parse_xml(*document, events, limits);
}

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_space); }

std::string_view collapsed(std::string_view text, std::string& room) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  const auto changes = [](char a, char b) { return is_space(a) && (a != ' ' || is_space(b)); };
  if (std::adjacent_find(text.begin(), text.end(), changes) == text.end()) return text;
  room.clear();
  for (const char c : text) {
    if (!is_space(c)) {
      room += c;
    } else if (room.back() != ' ') {
      room += ' ';
    }
  }
  return room;
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

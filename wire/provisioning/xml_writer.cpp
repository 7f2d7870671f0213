#include "wire/provisioning/xml_writer.h"

#include <array>
#include <charconv>

namespace dialtone::provisioning {

void append_escaped(std::string& xml, std::string_view text) {
  for (;;) {
    const std::size_t special = text.find_first_of("&<>\r");
    xml += text.substr(0, special);
    if (special == std::string_view::npos) return;
    switch (text[special]) {
      case '&': xml += "&amp;"; break;
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      default: xml += "&#13;"; break;
    }
    text.remove_prefix(special + 1);
  }
}

void append_element(std::string& xml, int indent, std::string_view name, std::string_view text) {
  xml.append(static_cast<std::size_t>(indent), ' ');
  xml += '<';
  xml += name;
  xml += '>';
  append_escaped(xml, text);
  xml += "</";
  xml += name;
  xml += ">\n";
}

void append_element(std::string& xml, int indent, std::string_view name, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  append_element(xml, indent, name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void append_tag(std::string& xml, int indent, std::string_view tag) {
  xml.append(static_cast<std::size_t>(indent), ' ');
  xml += tag;
  xml += '\n';
}

}  // namespace dialtone::provisioning

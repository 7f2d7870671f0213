#include "scenarios/language/flow_map.h"

namespace dialtone {

std::string quote(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (c == '{' && result.back() == '$') {
      result += "${";
    } else if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += {'\\', 'x', kHex[byte >> 4], kHex[byte & 0xF]};
    } else {
      result += c;
    }
  }
  return result + "\"";
}

}  // namespace dialtone

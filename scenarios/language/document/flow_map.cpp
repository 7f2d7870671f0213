#include "scenarios/language/document/flow_map.h"

namespace dialtone {
namespace {

std::string in_double_quotes(std::string_view text, bool escapes_parameters) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (c == '{' && result.back() == '$' && escapes_parameters) {
      result += "${";
    } else if (c == '\n') {
      result += "\\n";
    } else if (text.substr(at).starts_with(kByteOrderMark)) {
      result += "\\uFEFF";
      at += kByteOrderMark.size() - 1;
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
      // Escapes a control character of the set C1.
      result += {'\\', 'x', kHex[next >> 4], kHex[next & 0xF]};
      ++at;
    } else if (byte < 0x20 || byte == 0x7F) {
      result += {'\\', 'x', kHex[byte >> 4], kHex[byte & 0xF]};
    } else {
      result += c;
    }
  }
  return result + "\"";
}

}  // namespace

std::string quote(std::string_view text) { return in_double_quotes(text, true); }

std::string quote_key(std::string_view text) { return in_double_quotes(text, false); }

std::string FlowMap::text() const {
  if (entries_.empty()) return "{}";
  std::string text;
  for (const std::string& entry : entries_) text += (text.empty() ? "{ " : ", ") + entry;
  return text + " }";
}

std::string FlowMap::lines(std::size_t indent) const {
  std::string text;
  for (const std::string& entry : entries_) text += std::string(indent, ' ') + entry + "\n";
  return text;
}

}  // namespace dialtone

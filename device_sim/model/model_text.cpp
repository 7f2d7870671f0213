#include "device_sim/model/model_text.h"

namespace dialtone {
namespace {

std::string digits_of(const MacAddress& address, bool capitals, bool colons) {
  const std::string_view digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : address.bytes) {
    if (colons && !text.empty()) text += ':';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string model_text(std::string_view pattern, const MacAddress& address) {
  std::string text(pattern);
  if (text.find('{') == std::string::npos) return text;
  replace_all(text, "{mac}", digits_of(address, false, false));
  replace_all(text, "{MAC}", digits_of(address, true, false));
  replace_all(text, "{ma:c}", digits_of(address, false, true));
  replace_all(text, "{MA:C}", digits_of(address, true, true));
  return text;
}

}  // namespace dialtone

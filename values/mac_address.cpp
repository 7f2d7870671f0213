#include "values/mac_address.h"

namespace dialtone {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Result<MacAddress> parse_mac_address(std::string_view text) {
  const auto bad = [&] { return Failure{"'" + std::string(text.substr(0, 64)) + "' is not a MAC address"}; };
  std::size_t group = 0;  // number of digits between separators
  switch (text.size()) {
    case 12: group = 12; break;
    case 14: group = 4; break;
    case 17: group = 2; break;
    default: return bad();
  }
  const char separator = group == 12 ? '\0' : text[group];
  if (group != 12 && separator != ':' && separator != '-' && separator != '.') return bad();
  MacAddress address;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % (group + 1) == group) {
      if (text[i] != separator) return bad();
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return bad();
    std::uint8_t& byte = address.bytes[digits / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | digit);
    ++digits;
  }
  return address;
}

std::string to_text(const MacAddress& address) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  text.reserve(17);
  for (const std::uint8_t byte : address.bytes) {
    if (!text.empty()) text += ':';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace dialtone

#include "scenarios/oracles/secrecy/decoded_text.h"

#include <cassert>

#include "scenarios/oracles/secrecy/letter_runs.h"

namespace dialtone {
namespace {

unsigned digit_value(char c) {
  assert(is_in(kHexadecimal, c));
  if (c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

unsigned letter_value(char c) {
  assert(is_in(kBase64, c));
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
  return c == '+' || c == '-' ? 62 : 63;
}

bool is_encoded(std::string_view text, std::size_t at) {
  return text[at] == '%' && at + 2 < text.size() && is_in(kHexadecimal, text[at + 1]) &&
         is_in(kHexadecimal, text[at + 2]);
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::size_t at = text.find('%');
  while (at != std::string_view::npos && !is_encoded(text, at)) at = text.find('%', at + 1);
  if (at == std::string_view::npos) return std::nullopt;
  std::string decoded(text.substr(0, at));
  for (; at < text.size(); ++at) {
    if (!is_encoded(text, at)) {
      decoded += text[at];
      continue;
    }
    decoded += static_cast<char>(digit_value(text[at + 1]) << 4 | digit_value(text[at + 2]));
    at += 2;
  }
  return decoded;
}

std::string base64_decoded(std::string_view letters, std::size_t skipped) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (std::size_t at = skipped; at < letters.size(); ++at) {
    bits = (bits << 6 | letter_value(letters[at])) & 0xFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

std::string hexadecimal_decoded(std::string_view digits, std::size_t skipped) {
  std::string bytes;
  for (std::size_t at = skipped; at + 1 < digits.size(); at += 2) {
    bytes += static_cast<char>(digit_value(digits[at]) << 4 | digit_value(digits[at + 1]));
  }
  return bytes;
}

}  // namespace dialtone

#include "scenarios/engine/secrets.h"

#include <algorithm>
#include <array>

namespace dialtone {
namespace {

constexpr std::size_t kPasswordLetters = 16;

constexpr std::array<bool, 256> letters() {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  return table;
}
constexpr std::array<bool, 256> kLetters = letters();

bool is_letter(char c) { return kLetters[static_cast<unsigned char>(c)]; }

constexpr std::string_view kBasic = "Basic ";

// Base64 of a user and a password, and no word.
bool has_basic_credentials(std::string_view text) {
  const std::size_t at = text.find(kBasic);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + kBasic.size());
  const auto is_base64 = [](char c) { return is_letter(c) || c == '+' || c == '/' || c == '='; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_base64);
  const std::string_view token(text.begin(), end);
  return token.size() >= 8 && token.size() % 4 == 0 && token.find_first_of("0123456789=+/") != std::string_view::npos;
}

// What an Authorization header has (RFC 7616 3.4, RFC 7617 2).
bool has_credentials(std::string_view text) {
  // All of them have a blank, and few texts have.
  if (text.find(' ') == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 3> kMarks{"Digest username=", "Digest response=", "response=\""};
  return has_basic_credentials(text) || std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

}  // namespace

bool has_password(std::string_view text, const DeviceIdentities& identities) {
  // Where a token of so many letters begins here, or a little before, its last is there: most are not.
  std::size_t at = 0;
  while (at + kPasswordLetters <= text.size()) {
    std::size_t back = kPasswordLetters;
    while (back > 0 && is_letter(text[at + back - 1])) --back;
    if (back > 0) {
      at += back;
      continue;
    }
    std::size_t end = at + kPasswordLetters;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - at == kPasswordLetters && identities.is_password(text.substr(at, kPasswordLetters))) return true;
    at = end;
  }
  return false;
}

std::string_view find_secret(std::string_view text, const DeviceIdentities& identities) {
  if (has_password(text, identities)) return "a password";
  if (has_credentials(text)) return "credentials";
  return {};
}

}  // namespace dialtone

// The lexical rules that all SIP headers share (RFC 3261 25.1).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::sip {

// Sets of characters as bits; a character may be in several sets.
enum CharacterSet : std::uint8_t {
  kTokenSet = 1,         // `token`: letters, digits and -.!%*_+`'~
  kHostSet = 2,          // a host's name: letters, digits and -._ (the RFC lacks the underscore, but real hosts use it)
  kUserSet = 4,          // a URI's user and password, apart from escapes
  kUriParameterSet = 8,  // `paramchar`, apart from escapes
  kUriHeaderSet = 16,    // a URI's headers, apart from escapes
  kOtherUriSet = 32,     // a URI of another scheme, apart from escapes
  kParameterValueSet = 64,  // `gen-value`, apart from a quoted string: token, or host with brackets
  kWordSet = 128,           // `word` of a Call-ID
};

namespace detail {

constexpr std::array<std::uint8_t, 256> character_sets() {
  std::array<std::uint8_t, 256> table{};
  const auto add = [&table](std::string_view characters, unsigned sets) {
    for (char c : characters) table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(sets);
  };
  add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 0xFF);
  add("-.!%*_+`'~", kTokenSet | kParameterValueSet | kWordSet);
  add("-._", kHostSet);
  add("-_.!~*'()", kUserSet | kUriParameterSet | kUriHeaderSet | kOtherUriSet);
  add("&=+$,;?/:", kUserSet);
  add("[]/:&+$", kUriParameterSet);
  add("[]/?:+$=&", kUriHeaderSet);
  add(";/?:@&=+$,#[]", kOtherUriSet);
  add("[]:", kParameterValueSet);
  add("()<>:\\\"/[]?{}", kWordSet);
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kCharacterSets = character_sets();

}  // namespace detail

constexpr bool is_in(CharacterSet set, char c) {
  return (detail::kCharacterSets[static_cast<unsigned char>(c)] & set) != 0;
}
constexpr bool is_all_in(CharacterSet set, std::string_view text) {
  for (char c : text) {
    if (!is_in(set, c)) return false;
  }
  return true;
}

constexpr bool is_token_char(char c) { return is_in(kTokenSet, c); }
// Returns true for one or more characters of a token.
constexpr bool is_token(std::string_view text) { return !text.empty() && is_all_in(kTokenSet, text); }

// Space and tab; the parser has replaced the line breaks of folded headers by spaces.
constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}
// Returns true if `text` begins with an escape: % and two hexadecimal digits.
constexpr bool is_escape(std::string_view text) {
  return text.size() >= 3 && text[0] == '%' && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

// Ignores the case of ASCII letters only, as the RFC compares names, tokens and hosts.
constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i] && lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

// Removes spaces and tabs at both ends.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Parses 1*DIGIT, with leading zeros allowed; nullopt for any other text and for numbers over 32 bits.
std::optional<std::uint32_t> parse_number(std::string_view text);
// As parse_number, but a number over 32 bits gives 2^32 - 1, as RFC 3261 10.2 reads an expiration.
std::optional<std::uint32_t> parse_number_or_most(std::string_view text);

void append_number(std::string& out, std::uint32_t number);

// Cuts the next element off a comma-separated list; commas within quotes and angle brackets do not separate. The
// element is trimmed and may be empty. Start with `rest` set to the whole value; nullopt means that the list has ended.
std::optional<std::string_view> next_element(std::optional<std::string_view>& rest);

// Reads a value from left to right. A take function that finds nothing leaves the scanner where it was.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::string_view rest() const { return text_.substr(at_); }

  void skip_spaces() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }
  void skip(std::size_t count) { at_ += count; }
  // Takes `c` with any spaces around: SLASH, SEMI, EQUAL, COLON of the RFC.
  bool take(char c) {
    std::size_t at = at_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (at == text_.size() || text_[at] != c) return false;
    at_ = at + 1;
    skip_spaces();
    return true;
  }
  // Takes characters as long as they are in the set; may return an empty text.
  std::string_view take_all_in(CharacterSet set) {
    const std::size_t begin = at_;
    while (!at_end() && is_in(set, text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // Empty if there is no token.
  std::string_view take_token() { return take_all_in(kTokenSet); }
  // Takes characters up to a space or one of `ends`, which is not taken; may return an empty text.
  std::string_view take_until(std::string_view ends) {
    const std::size_t begin = at_;
    while (!at_end() && !is_space(text_[at_]) && !contains(ends, text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // Includes the quotes; nullopt if the opening or the closing quote is missing.
  std::optional<std::string_view> take_quoted();
  // Includes the parentheses. Comments nest, and a backslash escapes a parenthesis. nullopt if the opening or the
  // closing parenthesis is missing.
  std::optional<std::string_view> take_comment();

 private:
  static bool contains(std::string_view characters, char wanted) {
    for (char c : characters) {
      if (c == wanted) return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace dialtone::sip

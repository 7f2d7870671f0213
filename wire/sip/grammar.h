// The lexical rules that all of SIP's headers share (RFC 3261 25.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::sip {

// RFC 3261 25.1 `token`: letters, digits and -.!%*_+`'~
bool is_token_char(char c);
// One such character or more.
bool is_token(std::string_view text);

// SP and HTAB; a folded line's break has become spaces before a value is read.
constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// ASCII letters only, as the RFC compares names, tokens and hosts.
bool equal_ignoring_case(std::string_view left, std::string_view right);

// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

// 1*DIGIT and nothing else, leading zeros allowed; none where it does not fit in 32 bits.
std::optional<std::uint32_t> parse_number(std::string_view text);

void append_number(std::string& out, std::uint32_t number);

// Cuts the next element off a comma-separated list; commas within quotes and angle brackets do not count. The
// element is trimmed and may be empty. None where the list has ended: begin with the whole value and go on.
std::optional<std::string_view> next_element(std::optional<std::string_view>& rest);

// Reads a value from the left. Every take_ leaves the scanner where it was if it finds nothing.
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
  // `c` with any spaces around it: SLASH, SEMI, EQUAL, COLON of the RFC.
  bool take(char c);
  // Empty if there is none.
  std::string_view take_token();
  // With its quotes; none if there is no opening quote or the closing one is missing.
  std::optional<std::string_view> take_quoted();
  // Up to a space or one of `ends`, which stays; may be empty.
  std::string_view take_until(std::string_view ends);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace dialtone::sip

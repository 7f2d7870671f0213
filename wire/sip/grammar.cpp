#include "wire/sip/grammar.h"

#include <array>
#include <charconv>

namespace dialtone::sip {
namespace {

constexpr std::array<bool, 256> token_chars() {
  std::array<bool, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c : std::string_view("-.!%*_+`'~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr std::array<bool, 256> kTokenChars = token_chars();

}  // namespace

bool is_token_char(char c) { return kTokenChars[static_cast<unsigned char>(c)]; }

bool is_token(std::string_view text) {
  for (char c : text) {
    if (!is_token_char(c)) return false;
  }
  return !text.empty();
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

void append_number(std::string& out, std::uint32_t number) {
  std::array<char, 10> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

std::optional<std::string_view> next_element(std::optional<std::string_view>& rest) {
  if (!rest) return std::nullopt;
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t i = 0; i < rest->size(); ++i) {
    const char c = (*rest)[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '<') {
      bracketed = true;
    } else if (c == '>') {
      bracketed = false;
    } else if (c == ',' && !bracketed) {
      const std::string_view element = trim(rest->substr(0, i));
      rest = rest->substr(i + 1);
      return element;
    }
  }
  const std::string_view element = trim(*rest);
  rest = std::nullopt;
  return element;
}

bool Scanner::take(char c) {
  std::size_t at = at_;
  while (at < text_.size() && is_space(text_[at])) ++at;
  if (at == text_.size() || text_[at] != c) return false;
  at_ = at + 1;
  skip_spaces();
  return true;
}

std::string_view Scanner::take_token() {
  const std::size_t begin = at_;
  while (!at_end() && is_token_char(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::optional<std::string_view> Scanner::take_quoted() {
  if (peek() != '"') return std::nullopt;
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '"') {
      const std::string_view quoted = text_.substr(at_, i + 1 - at_);
      at_ = i + 1;
      return quoted;
    }
  }
  return std::nullopt;
}

std::string_view Scanner::take_until(std::string_view ends) {
  const std::size_t begin = at_;
  while (!at_end() && !is_space(text_[at_]) && ends.find(text_[at_]) == std::string_view::npos) ++at_;
  return text_.substr(begin, at_ - begin);
}

}  // namespace dialtone::sip

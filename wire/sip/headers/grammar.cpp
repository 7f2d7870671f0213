#include "wire/sip/headers/grammar.h"

#include <charconv>
#include <limits>

namespace dialtone::sip {
namespace {

std::optional<std::uint32_t> parse_decimal(std::string_view text, std::optional<std::uint32_t> where_too_large) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (stopped != end) return std::nullopt;
  if (error != std::errc()) return where_too_large;
  return number;
}

}  // namespace

std::optional<std::uint32_t> parse_number(std::string_view text) { return parse_decimal(text, std::nullopt); }

std::optional<std::uint32_t> parse_number_or_most(std::string_view text) {
  return parse_decimal(text, std::numeric_limits<std::uint32_t>::max());
}

void append_number(std::string& out, std::uint32_t number) {
  std::array<char, 10> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::optional<std::string_view> next_element(std::optional<std::string_view>& rest) {
  if (!rest) return std::nullopt;
  bool quoted = false;
  bool bracketed = false;
  const std::size_t searched = rest->find(',') == std::string_view::npos ? 0 : rest->size();
  for (std::size_t i = 0; i < searched; ++i) {
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

std::optional<std::string_view> Scanner::take_comment() {
  if (peek() != '(') return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t i = at_; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '(') {
      ++depth;
    } else if (text_[i] == ')' && --depth == 0) {
      const std::string_view comment = text_.substr(at_, i + 1 - at_);
      at_ = i + 1;
      return comment;
    }
  }
  return std::nullopt;
}

}  // namespace dialtone::sip

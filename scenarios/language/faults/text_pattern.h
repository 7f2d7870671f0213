// A pattern for a text, as a scenario writes it: `spa` matches this text only, `~spa` a text that contains it,
// `~/^spa[0-9]+/` a text in which the regular expression is found.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

// A regular expression may use `.`, `[a-z]`, `[^a-z]`, `( )`, `|`, `*`, `+`, `?`, `^`, `$` and `\` before any of these.
// Matching reads each byte of a text once, whatever the expression.
class TextPattern {
 public:
  // Matches only the empty text, for which a missing value counts too.
  TextPattern() = default;

  // `text` may have at most kLongest bytes. A failure is a text that follows the name of the value: `has no ) for its
  // (`.
  static Result<TextPattern> parse(std::string_view text);

  // Only the first kMostRead bytes of `value` are read.
  bool matches(std::string_view value) const;
  // Returns the text that parse() reads back.
  const std::string& text() const { return text_; }

  friend bool operator==(const TextPattern& left, const TextPattern& right) { return left.text_ == right.text_; }

  static constexpr std::size_t kLongest = 128;
  static constexpr std::size_t kMostRead = 4'096;

  // A step of a compiled expression. `next` and `other` are the numbers of the steps to go to.
  struct Step {
    enum class Kind : std::uint8_t { kOneOf, kBegin, kEnd, kFork, kFound };
    Kind kind = Kind::kFound;
    std::bitset<256> bytes{};
    std::size_t next = 0;
    std::size_t other = 0;
  };

 private:
  enum class Kind : std::uint8_t { kEqual, kContains, kExpression };

  bool is_found_in(std::string_view value) const;

  std::string text_;
  Kind kind_ = Kind::kEqual;
  // The text to compare with, if the pattern is not a regular expression.
  std::string wanted_;
  std::vector<Step> steps_;
  std::size_t first_step_ = 0;
};

}  // namespace dialtone

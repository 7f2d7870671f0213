// What a text must be, as a scenario says it: `spa` is this text, `~spa` a text that contains it, `~/^spa[0-9]+/` one
// in which the regular expression is found.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

// A regular expression has `.`, `[a-z]`, `[^a-z]`, `( )`, `|`, `*`, `+`, `?`, `^`, `$` and `\` before any of these. It
// looks at each byte of a text once, however it is written.
class TextPattern {
 public:
  // An empty text, which is also that of what is not there.
  TextPattern() = default;

  // At most kLongest bytes. A failure continues the name of what is read: `has no ) for its (`.
  static Result<TextPattern> parse(std::string_view text);

  // Of a longer value the first kMostRead bytes count.
  bool matches(std::string_view value) const;
  // The text that parse() reads back.
  const std::string& text() const { return text_; }

  friend bool operator==(const TextPattern& left, const TextPattern& right) { return left.text_ == right.text_; }

  static constexpr std::size_t kLongest = 128;
  static constexpr std::size_t kMostRead = 4'096;

  // A step of an expression. Steps are numbered; `next` and `other` are numbers of further steps.
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
  // The text to compare with.
  std::string wanted_;
  std::vector<Step> steps_;
  std::size_t first_step_ = 0;
};

}  // namespace dialtone

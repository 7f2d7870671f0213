// Comparison operators, shared by thresholds, counts and conditions.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/language/document/word_table.h"

namespace dialtone {

enum class Comparison : std::uint8_t {
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kEqual,
  kNotEqual,
  kContains,  // for texts only
};

// Longer operators first: `<=` begins with `<`.
inline constexpr WordTable<Comparison, 7> kComparisonWords{{{"<=", Comparison::kLessOrEqual},
                                                            {">=", Comparison::kGreaterOrEqual},
                                                            {"==", Comparison::kEqual},
                                                            {"!=", Comparison::kNotEqual},
                                                            {"<", Comparison::kLess},
                                                            {">", Comparison::kGreater},
                                                            {"~", Comparison::kContains}}};

// If `text` begins with an operator, removes the operator from `text` and returns it; otherwise returns `otherwise`.
inline Comparison take_comparison(std::string_view& text, Comparison otherwise) {
  for (const Word<Comparison>& word : kComparisonWords) {
    if (!text.starts_with(word.text)) continue;
    text.remove_prefix(word.text.size());
    return word.value;
  }
  return otherwise;
}

// Compares two values that can be ordered. kContains is not allowed.
template <typename Value>
bool compare(const Value& value, Comparison comparison, const Value& bound) {
  switch (comparison) {
    case Comparison::kLess: return value < bound;
    case Comparison::kLessOrEqual: return value <= bound;
    case Comparison::kGreater: return value > bound;
    case Comparison::kGreaterOrEqual: return value >= bound;
    case Comparison::kEqual: return value == bound;
    case Comparison::kNotEqual: return !(value == bound);
    case Comparison::kContains: break;
  }
  std::abort();
}

// A bound on a number of things: `>=3`.
struct CountBound {
  Comparison comparison = Comparison::kEqual;
  std::uint64_t number = 0;

  bool holds_for(std::uint64_t count) const { return compare(count, comparison, number); }
  friend bool operator==(const CountBound&, const CountBound&) = default;
};

}  // namespace dialtone

// Maps an enumeration's values to words and back. The enumerators count from zero. A constexpr `to_text` next to the
// enumeration returns the word of a value, and an empty text for a number that is no enumerator. When `to_text` is a
// switch, an enumerator without a word does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace dialtone {

template <typename Enumeration>
inline constexpr std::size_t kValueCount = [] {
  std::size_t count = 0;
  while (!to_text(static_cast<Enumeration>(count)).empty()) ++count;
  return count;
}();

template <typename Enumeration>
inline constexpr std::array<Enumeration, kValueCount<Enumeration>> kEveryValue = [] {
  std::array<Enumeration, kValueCount<Enumeration>> values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<Enumeration>(i);
  return values;
}();

template <typename Enumeration>
inline constexpr std::array<std::string_view, kValueCount<Enumeration>> kEveryWord = [] {
  std::array<std::string_view, kValueCount<Enumeration>> words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = to_text(static_cast<Enumeration>(i));
  return words;
}();

template <typename Enumeration>
constexpr std::optional<Enumeration> value_named(std::string_view word) {
  for (const Enumeration value : kEveryValue<Enumeration>) {
    if (to_text(value) == word) return value;
  }
  return std::nullopt;
}

}  // namespace dialtone

// The values of an enumeration by their words. Its values count from zero on, and a constexpr `to_text` beside it gives
// each its word, and nothing to what is no value: where that is a switch, a value without a word does not compile.
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

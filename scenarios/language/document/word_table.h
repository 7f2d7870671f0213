// Tables of words for the values of an enumeration.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace dialtone {

template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};
template <typename Value, std::size_t kSize>
using WordTable = std::array<Word<Value>, kSize>;

template <typename Value, std::size_t kSize>
std::vector<std::string_view> texts_of(const WordTable<Value, kSize>& table) {
  std::vector<std::string_view> texts;
  for (const Word<Value>& word : table) texts.push_back(word.text);
  return texts;
}

template <typename Value, std::size_t kSize>
constexpr bool has_each_word_once(const WordTable<Value, kSize>& table) {
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (table[i].text == table[j].text) return false;
    }
  }
  return true;
}

// Returns the word for `value`, which must be in the table.
template <typename Value, std::size_t kSize>
std::string_view word_of(Value value, const WordTable<Value, kSize>& table) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Word<Value>& word) { return word.value == value; });
  if (found == table.end()) std::abort();
  return found->text;
}

}  // namespace dialtone

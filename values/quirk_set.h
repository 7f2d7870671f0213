// What somebody does wrong because a scenario wants it: sets of quirks, and the words that scenarios have for them. A
// kind of party has an enumeration of its own quirks, which counts from 0. A quirk that is not set costs one test of a
// bit.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace dialtone {

// Of an enumeration of at most 32 quirks.
template <typename Quirk>
class QuirkSet {
 public:
  constexpr QuirkSet() = default;
  constexpr QuirkSet(std::initializer_list<Quirk> quirks) {
    for (const Quirk each : quirks) add(each);
  }

  constexpr bool has(Quirk quirk) const { return (bits_ & bit(quirk)) != 0; }
  constexpr void add(Quirk quirk) { bits_ |= bit(quirk); }
  // All of `others` too.
  constexpr void add(QuirkSet others) { bits_ |= others.bits_; }
  constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(QuirkSet, QuirkSet) = default;

 private:
  static constexpr std::uint32_t bit(Quirk quirk) { return std::uint32_t{1} << static_cast<unsigned>(quirk); }

  std::uint32_t bits_ = 0;
};

template <typename Quirk>
struct QuirkWord {
  Quirk quirk{};
  // `accepts-any-password`.
  std::string_view name;
  // What who has it does, as the guide says it.
  std::string_view does;
};

// Whether the table has the enumeration's quirks, each in its place.
template <typename Quirk, std::size_t kSize>
constexpr bool is_in_order(const std::array<QuirkWord<Quirk>, kSize>& table) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (static_cast<std::size_t>(table[i].quirk) != i) return false;
  }
  return kSize <= 32;
}

// In the order of the table, which is the enumeration's.
template <typename Quirk, std::size_t kSize>
constexpr std::array<std::string_view, kSize> names_of(const std::array<QuirkWord<Quirk>, kSize>& table) {
  std::array<std::string_view, kSize> names;
  std::transform(table.begin(), table.end(), names.begin(), [](const QuirkWord<Quirk>& word) { return word.name; });
  return names;
}

}  // namespace dialtone

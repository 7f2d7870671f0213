// Quirks: wrong behaviour that a scenario asks a party for, as sets and as the words that scenarios use. Each kind of
// party has its own enumeration of quirks, which counts from 0. Testing a quirk costs one test of a bit.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace dialtone {

// A set of the values of `Quirk`, an enumeration of at most 32 quirks.
template <typename Quirk>
class QuirkSet {
 public:
  constexpr QuirkSet() = default;
  constexpr QuirkSet(std::initializer_list<Quirk> quirks) {
    for (const Quirk each : quirks) add(each);
  }

  constexpr bool has(Quirk quirk) const { return (bits_ & bit(quirk)) != 0; }
  constexpr void add(Quirk quirk) { bits_ |= bit(quirk); }
  // Adds all of `others`.
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
  // The scenario's word: `accepts-any-password`.
  std::string_view name;
  // What a party with the quirk does, in the words of the guide.
  std::string_view does;
};

// Returns true if the table's rows are in the order of the enumerators. Does not notice missing rows at the end.
template <typename Quirk, std::size_t kSize>
constexpr bool is_in_order(const std::array<QuirkWord<Quirk>, kSize>& table) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (static_cast<std::size_t>(table[i].quirk) != i) return false;
  }
  return kSize <= 32;
}

// Returns the names in the order of the table, which is the enumeration's order.
template <typename Quirk, std::size_t kSize>
constexpr std::array<std::string_view, kSize> names_of(const std::array<QuirkWord<Quirk>, kSize>& table) {
  std::array<std::string_view, kSize> names;
  std::transform(table.begin(), table.end(), names.begin(), [](const QuirkWord<Quirk>& word) { return word.name; });
  return names;
}

}  // namespace dialtone

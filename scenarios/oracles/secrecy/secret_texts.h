// Searches a text for many forbidden texts at once. Checks only every eighth position, usually with a single look-up in
// a small table.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

class SecretTexts {
 public:
  // The minimum length of a forbidden text: wherever a text of 15 letters begins, it has eight letters from a position
  // on that is a multiple of eight.
  static constexpr std::size_t kShortest = 15;

  // Ignores a text shorter than kShortest.
  void add(std::string text);
  // Adds the decimal form, and the hexadecimal form in small and in capital letters.
  void add_number(std::uint64_t number);
  // Adds the bytes, their hexadecimal digits, and their Base64 at each of the three alignments.
  void add_bytes(const std::string& bytes);

  // Returns true if one of the forbidden texts is anywhere in `text`.
  bool is_in(std::string_view text) const;

 private:
  static constexpr std::size_t kWordLetters = 8;
  static constexpr unsigned kMarkBits = 14;

  // Eight letters of a forbidden text, the text's index, and the position of the letters in it.
  struct SecretWord {
    std::uint64_t letters = 0;
    std::uint32_t text = 0;
    std::uint32_t place = 0;
  };

  static std::uint64_t word_at(const char* letters);
  static std::size_t mark_of(std::uint64_t letters) { return (letters * 0x9E3779B97F4A7C15ULL) >> (64 - kMarkBits); }
  bool stands_around(std::string_view text, std::size_t at, std::uint64_t letters) const;

  std::vector<std::string> texts_;
  // Sorted by their letters.
  std::vector<SecretWord> words_;
  // One bit for each value of mark_of(): a clear bit means that no word has these letters.
  std::array<std::uint64_t, (1U << kMarkBits) / 64> marks_{};
};

}  // namespace dialtone

// Texts that must not be found, and a search for all of them at once: a text is looked at in every eighth place only,
// and there mostly with one look into a small table.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

class SecretTexts {
 public:
  // Of what is found; each has a word of eight letters that begins at an eighth place, wherever it stands.
  static constexpr std::size_t kShortest = 15;

  // One that is shorter is not looked for.
  void add(std::string text);
  // Decimal, hexadecimal with small and with capital letters.
  void add_number(std::uint64_t number);
  // As they are, their hexadecimal digits, and base64, also of more bytes around them.
  void add_bytes(const std::string& bytes);

  // Whether one of them stands in the text, alone or within more.
  bool is_in(std::string_view text) const;

 private:
  static constexpr std::size_t kWordLetters = 8;
  static constexpr unsigned kMarkBits = 14;

  // A word of a text, and where it stands in it.
  struct Word {
    std::uint64_t letters = 0;
    std::uint32_t text = 0;
    std::uint32_t place = 0;
  };

  static std::uint64_t word_at(const char* letters);
  static std::size_t mark_of(std::uint64_t letters) { return (letters * 0x9E3779B97F4A7C15ULL) >> (64 - kMarkBits); }
  bool stands_around(std::string_view text, std::size_t at, std::uint64_t letters) const;

  std::vector<std::string> texts_;
  // In the order of their letters.
  std::vector<Word> words_;
  // A bit for each that a word may have.
  std::array<std::uint64_t, (1U << kMarkBits) / 64> marks_{};
};

}  // namespace dialtone

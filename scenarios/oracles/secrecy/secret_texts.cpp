#include "scenarios/oracles/secrecy/secret_texts.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dialtone {
namespace {

constexpr std::string_view kSmallDigits = "0123456789abcdef";
constexpr std::string_view kCapitalDigits = "0123456789ABCDEF";

// Writes the number without leading zeros, except those needed to make the text long enough to be searched for.
std::string hexadecimal(std::uint64_t number, std::string_view digits) {
  std::string text;
  for (; number != 0 || text.size() < SecretTexts::kShortest; number >>= 4) {
    text.insert(text.begin(), digits[number & 15]);
  }
  return text;
}

std::string hexadecimal(std::string_view bytes, std::string_view digits) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

// Returns those letters of the Base64 form (RFC 4648 section 4) of `behind` unknown bytes followed by `bytes` that
// depend on `bytes` alone.
std::string base64(std::string_view bytes, std::size_t behind) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  unsigned bits = 0;
  int count = static_cast<int>(behind) * 8 % 6;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kLetters[(bits >> (count - 6)) & 63];
  }
  return behind == 0 ? text : text.substr(1);
}

}  // namespace

std::uint64_t SecretTexts::word_at(const char* letters) {
  std::uint64_t word = 0;
  std::memcpy(&word, letters, kWordLetters);
  return word;
}

void SecretTexts::add(std::string text) {
  if (text.size() < kShortest) return;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  for (std::uint32_t place = 0; place < kWordLetters; ++place) {
    const SecretWord word{word_at(text.data() + place), number, place};
    const auto behind =
        std::upper_bound(words_.begin(), words_.end(), word,
                         [](const SecretWord& a, const SecretWord& b) { return a.letters < b.letters; });
    words_.insert(behind, word);
    const std::size_t mark = mark_of(word.letters);
    marks_[mark / 64] |= std::uint64_t{1} << (mark % 64);
  }
  texts_.push_back(std::move(text));
}

void SecretTexts::add_number(std::uint64_t number) {
  add(std::to_string(number));
  // Events contain signed numbers, so also add the negative form.
  if (number >> 63 != 0) add(std::to_string(static_cast<std::int64_t>(number)));
  add(hexadecimal(number, kSmallDigits));
  add(hexadecimal(number, kCapitalDigits));
}

void SecretTexts::add_bytes(const std::string& bytes) {
  add(bytes);
  add(hexadecimal(bytes, kSmallDigits));
  add(hexadecimal(bytes, kCapitalDigits));
  for (std::size_t behind = 0; behind < 3; ++behind) add(base64(bytes, behind));
}

bool SecretTexts::is_in(std::string_view text) const {
  for (std::size_t at = 0; at + kWordLetters <= text.size(); at += kWordLetters) {
    const std::uint64_t letters = word_at(text.data() + at);
    const std::size_t mark = mark_of(letters);
    if ((marks_[mark / 64] >> (mark % 64) & 1) != 0 && stands_around(text, at, letters)) return true;
  }
  return false;
}

bool SecretTexts::stands_around(std::string_view text, std::size_t at, std::uint64_t letters) const {
  auto word = std::lower_bound(words_.begin(), words_.end(), letters,
                               [](const SecretWord& each, std::uint64_t wanted) { return each.letters < wanted; });
  for (; word != words_.end() && word->letters == letters; ++word) {
    if (word->place <= at && text.substr(at - word->place).starts_with(texts_[word->text])) return true;
  }
  return false;
}

}  // namespace dialtone

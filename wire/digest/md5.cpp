#include "wire/digest/md5.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace dialtone::digest {
namespace {

// MD5's constants: floor(2^32 * |sin(i + 1)|), RFC 1321 3.4.
constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

std::uint32_t little_endian(const char* bytes) {
  std::uint32_t word = 0;
  for (unsigned i = 0; i < 4; ++i) word |= std::uint32_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
  return word;
}

// Carries out one of the four rounds, of 16 steps; `word` returns the index of a step's word in the block.
template <int kRound, int kShift0, int kShift1, int kShift2, int kShift3, typename Mixing, typename Word>
void take_round(std::array<std::uint32_t, 4>& s, const std::array<std::uint32_t, 16>& words, Mixing mixing, Word word) {
  const auto step = [&]<int kShift>(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d, unsigned i) {
    return b + std::rotl(a + mixing(b, c, d) + kSines[kRound * 16 + i] + words[word(i) & 15U], kShift);
  };
  for (unsigned i = 0; i < 16; i += 4) {
    s[0] = step.template operator()<kShift0>(s[0], s[1], s[2], s[3], i);
    s[3] = step.template operator()<kShift1>(s[3], s[0], s[1], s[2], i + 1);
    s[2] = step.template operator()<kShift2>(s[2], s[3], s[0], s[1], i + 2);
    s[1] = step.template operator()<kShift3>(s[1], s[2], s[3], s[0], i + 3);
  }
}

}  // namespace

void Md5::take_block(const char* block) {
  using Number = std::uint32_t;
  std::array<Number, 16> words;
  for (unsigned i = 0; i < 16; ++i) words[i] = little_endian(block + std::size_t{4} * i);
  std::array<Number, 4> s = state_;
  take_round<0, 7, 12, 17, 22>(
      s, words, [](Number x, Number y, Number z) { return z ^ (x & (y ^ z)); }, [](unsigned i) { return i; });
  take_round<1, 5, 9, 14, 20>(
      s, words, [](Number x, Number y, Number z) { return y ^ (z & (x ^ y)); }, [](unsigned i) { return 5 * i + 1; });
  take_round<2, 4, 11, 16, 23>(
      s, words, [](Number x, Number y, Number z) { return x ^ y ^ z; }, [](unsigned i) { return 3 * i + 5; });
  take_round<3, 6, 10, 15, 21>(
      s, words, [](Number x, Number y, Number z) { return y ^ (x | ~z); }, [](unsigned i) { return 7 * i; });
  for (unsigned i = 0; i < 4; ++i) state_[i] += s[i];
}

void Md5::update(std::string_view text) {
  std::size_t held = size_bytes_ % pending_.size();
  size_bytes_ += text.size();
  while (!text.empty()) {
    if (held == 0 && text.size() >= pending_.size()) {
      take_block(text.data());
      text.remove_prefix(pending_.size());
      continue;
    }
    const std::size_t count = std::min(text.size(), pending_.size() - held);
    std::memcpy(pending_.data() + held, text.data(), count);
    text.remove_prefix(count);
    held += count;
    if (held < pending_.size()) break;
    take_block(pending_.data());
    held = 0;
  }
}

std::array<std::uint8_t, 16> Md5::finish() {
  static constexpr std::array<char, 64> kPadding = {'\x80'};
  std::array<char, 8> size_bits;
  for (unsigned i = 0; i < 8; ++i) size_bits[i] = static_cast<char>((size_bytes_ * 8) >> (8 * i));
  const std::size_t held = size_bytes_ % 64;
  update({kPadding.data(), held < 56 ? 56 - held : 120 - held});
  update({size_bits.data(), size_bits.size()});
  std::array<std::uint8_t, 16> sum;
  for (unsigned i = 0; i < 16; ++i) sum[i] = static_cast<std::uint8_t>(state_[i / 4] >> (8 * (i % 4)));
  return sum;
}

}  // namespace dialtone::digest

#include "wire/digest/algorithm.h"

#include <cassert>

#include "wire/digest/fields.h"
#include "wire/digest/md5.h"

namespace dialtone::digest {

std::optional<Algorithm> algorithm_named(std::string_view name) {
  if (equal_ignoring_case(name, "MD5")) return Algorithm::kMd5;
  return std::nullopt;
}

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::kMd5: return "MD5";
  }
  assert(false);
  return {};
}

void HexHash::append_byte(unsigned byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  assert(size_ + 2 <= digits_.size());
  digits_[size_++] = kDigits[(byte >> 4) & 15U];
  digits_[size_++] = kDigits[byte & 15U];
}

HexHash hash(Algorithm algorithm, std::initializer_list<std::string_view> parts) {
  assert(algorithm == Algorithm::kMd5);
  Md5 md5;
  bool first = true;
  for (std::string_view part : parts) {
    if (!first) md5.update(":");
    md5.update(part);
    first = false;
  }
  HexHash result;
  for (std::uint8_t byte : md5.finish()) result.append_byte(byte);
  return result;
}

}  // namespace dialtone::digest

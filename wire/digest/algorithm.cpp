#include "wire/digest/algorithm.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "values/ascii_case.h"
#include "wire/digest/md5.h"
#include "wire/digest/sha.h"

namespace dialtone::digest {
namespace {

struct Name {
  Algorithm algorithm;
  std::string_view text;
};

constexpr std::array<Name, 6> kNames{{{Algorithm::kMd5, "MD5"},
                                      {Algorithm::kMd5Sess, "MD5-sess"},
                                      {Algorithm::kSha256, "SHA-256"},
                                      {Algorithm::kSha256Sess, "SHA-256-sess"},
                                      {Algorithm::kSha512_256, "SHA-512-256"},
                                      {Algorithm::kSha512_256Sess, "SHA-512-256-sess"}}};

template <typename Function>
HexHash hash_with(Function function, std::initializer_list<std::string_view> parts) {
  bool first = true;
  for (std::string_view part : parts) {
    if (!first) function.update(":");
    function.update(part);
    first = false;
  }
  HexHash result;
  for (std::uint8_t byte : function.finish()) result.append_byte(byte);
  return result;
}

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const Name& known : kNames) {
    if (equal_ignoring_case(known.text, name)) return known.algorithm;
  }
  return std::nullopt;
}

std::string_view name_of(Algorithm algorithm) {
  for (const Name& known : kNames) {
    if (known.algorithm == algorithm) return known.text;
  }
  assert(false);
  return {};
}

bool is_session(Algorithm algorithm) {
  return algorithm == Algorithm::kMd5Sess || algorithm == Algorithm::kSha256Sess ||
         algorithm == Algorithm::kSha512_256Sess;
}

Result<std::vector<Algorithm>> parse_algorithms(std::string_view list) {
  std::vector<Algorithm> algorithms;
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    const std::string_view name = list.substr(0, comma);
    const std::optional<Algorithm> algorithm = algorithm_named(name);
    if (!algorithm) return Failure{"'" + std::string(name) + "' is no digest algorithm"};
    if (std::find(algorithms.begin(), algorithms.end(), *algorithm) != algorithms.end()) {
      return Failure{"'" + std::string(name) + "' stands there twice"};
    }
    algorithms.push_back(*algorithm);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  return algorithms;
}

std::string to_text(std::span<const Algorithm> algorithms) {
  std::string text;
  for (const Algorithm algorithm : algorithms) text += (text.empty() ? "" : ",") + std::string(name_of(algorithm));
  return text;
}

void HexHash::append_byte(unsigned byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  assert(size_ + 2 <= digits_.size());
  digits_[size_++] = kDigits[(byte >> 4) & 15U];
  digits_[size_++] = kDigits[byte & 15U];
}

HexHash hash(Algorithm algorithm, std::initializer_list<std::string_view> parts) {
  switch (algorithm) {
    case Algorithm::kMd5:
    case Algorithm::kMd5Sess: return hash_with(Md5(), parts);
    case Algorithm::kSha256:
    case Algorithm::kSha256Sess: return hash_with(Sha(Sha::Kind::k256), parts);
    case Algorithm::kSha512_256:
    case Algorithm::kSha512_256Sess: return hash_with(Sha(Sha::Kind::k512_256), parts);
  }
  assert(false);
  return {};
}

}  // namespace dialtone::digest

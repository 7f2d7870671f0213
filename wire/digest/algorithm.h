// The hash functions of digest authentication, by their names on the wire (RFC 7616 3.3, RFC 8760).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone::digest {

// Those of a session mix the nonce and the client's nonce into the secret (RFC 7616 3.4.2).
enum class Algorithm : std::uint8_t {
  kMd5,
  kMd5Sess,
  kSha256,
  kSha256Sess,
  kSha512_256,
  kSha512_256Sess,
};

// In any case. None for what is not computed here.
std::optional<Algorithm> algorithm_named(std::string_view name);
// `MD5`, `SHA-512-256-sess`.
std::string_view name_of(Algorithm algorithm);
bool is_session(Algorithm algorithm);

// A list such as `MD5,SHA-256`, in its order. Fails on a name that is unknown, missing or there twice.
Result<std::vector<Algorithm>> parse_algorithms(std::string_view list);
// The same list as text.
std::string to_text(std::span<const Algorithm> algorithms);

// A hash as lower-case hexadecimal digits, without an allocation.
class HexHash {
 public:
  std::string_view text() const { return {digits_.data(), size_}; }
  void append_byte(unsigned byte);

 private:
  std::array<char, 64> digits_{};
  std::size_t size_ = 0;
};

// Of the parts with a colon between each and the next. A session's algorithm hashes as its plain one.
HexHash hash(Algorithm algorithm, std::initializer_list<std::string_view> parts);

}  // namespace dialtone::digest

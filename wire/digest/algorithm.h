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

// The `-sess` algorithms mix the nonce and the client's nonce into the secret (RFC 7616 3.4.2).
enum class Algorithm : std::uint8_t {
  kMd5,
  kMd5Sess,
  kSha256,
  kSha256Sess,
  kSha512_256,
  kSha512_256Sess,
};

// Ignores case; nullopt for an algorithm that is not implemented here.
std::optional<Algorithm> algorithm_named(std::string_view name);
// Returns the name on the wire: `MD5`, `SHA-512-256-sess`.
std::string_view name_of(Algorithm algorithm);
bool is_session(Algorithm algorithm);

// Parses a list such as `MD5,SHA-256` and keeps its order. Fails on an unknown, empty or repeated name.
Result<std::vector<Algorithm>> parse_algorithms(std::string_view list);
// Writes the list that parse_algorithms reads.
std::string to_text(std::span<const Algorithm> algorithms);

// A hash as lower-case hexadecimal digits, stored without an allocation.
class HexHash {
 public:
  std::string_view text() const { return {digits_.data(), size_}; }
  void append_byte(unsigned byte);

 private:
  std::array<char, 64> digits_{};
  std::size_t size_ = 0;
};

// Hashes the parts, joined by colons. A `-sess` algorithm uses the same hash function as its plain form.
HexHash hash(Algorithm algorithm, std::initializer_list<std::string_view> parts);

}  // namespace dialtone::digest

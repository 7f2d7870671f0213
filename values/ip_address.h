// An IPv4 or IPv6 address, and a block of addresses.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

class IpAddress {
 public:
  // The unspecified IPv4 address, 0.0.0.0.
  IpAddress() = default;

  static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
  // Makes an IPv4 address of a 32-bit number with the first octet on top: v4(0x7F000001) is 127.0.0.1.
  static IpAddress v4(std::uint32_t number);
  static IpAddress v6(const std::array<std::uint8_t, 16>& bytes);
  static IpAddress loopback_v4() { return v4(127, 0, 0, 1); }
  static IpAddress loopback_v6();

  bool is_v4() const { return v4_; }
  bool is_v6() const { return !v4_; }
  bool is_unspecified() const;
  // True for 127.0.0.0/8 and ::1.
  bool is_loopback() const;

  // In network order; an IPv4 address uses the first four bytes.
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  // Requires an IPv4 address.
  std::uint32_t v4_number() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  bool v4_ = true;
  std::array<std::uint8_t, 16> bytes_{};
};

// Parses a dotted quad, or RFC 4291 text without brackets or a zone. The text is exactly an address: no port, no
// spaces.
Result<IpAddress> parse_ip_address(std::string_view text);

// Writes a dotted quad, or the canonical form of RFC 5952.
std::string to_text(const IpAddress& address);

// A block of addresses such as 10.0.0.0/8; a single address is a block of size one.
struct Cidr {
  IpAddress network;
  int prefix_bits = 32;

  bool contains(const IpAddress& address) const;
  // The number of addresses in the block, at most 2^62.
  std::uint64_t size() const;
  // Returns the address at `index`, counted from the network address. Requires index < size().
  IpAddress at(std::uint64_t index) const;

  friend bool operator==(const Cidr&, const Cidr&) = default;
};

// Parses `ADDRESS` or `ADDRESS/BITS`; clears the bits after the prefix.
Result<Cidr> parse_cidr(std::string_view text);
std::string to_text(const Cidr& cidr);

}  // namespace dialtone

template <>
struct std::hash<dialtone::IpAddress> {
  std::size_t operator()(const dialtone::IpAddress& address) const noexcept;
};

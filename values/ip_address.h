// An IPv4 or IPv6 address, and a block of them.
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
  // From the 32-bit number whose top byte is the first: v4(0x7F000001) is 127.0.0.1.
  static IpAddress v4(std::uint32_t number);
  static IpAddress v6(const std::array<std::uint8_t, 16>& bytes);
  static IpAddress loopback_v4() { return v4(127, 0, 0, 1); }
  static IpAddress loopback_v6();

  bool is_v4() const { return v4_; }
  bool is_v6() const { return !v4_; }
  bool is_unspecified() const;
  // 127.0.0.0/8 and ::1.
  bool is_loopback() const;

  // In network order; of an IPv4 address the first four.
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  // Only for IPv4.
  std::uint32_t v4_number() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  bool v4_ = true;
  std::array<std::uint8_t, 16> bytes_{};
};

// Dotted quad, or RFC 4291 text without brackets or a zone. Exactly an address: no port, no spaces.
Result<IpAddress> parse_ip_address(std::string_view text);

// Dotted quad, or the canonical form of RFC 5952.
std::string to_text(const IpAddress& address);

// A block of addresses such as 10.0.0.0/8; a lone address is a block of one.
struct Cidr {
  IpAddress network;
  int prefix_bits = 32;

  bool contains(const IpAddress& address) const;
  // How many addresses it has, at most 2^62.
  std::uint64_t size() const;
  // The address at `index` counted from the network address; index < size().
  IpAddress at(std::uint64_t index) const;

  friend bool operator==(const Cidr&, const Cidr&) = default;
};

// `ADDRESS` or `ADDRESS/BITS`; bits behind the prefix are cleared.
Result<Cidr> parse_cidr(std::string_view text);
std::string to_text(const Cidr& cidr);

}  // namespace dialtone

template <>
struct std::hash<dialtone::IpAddress> {
  std::size_t operator()(const dialtone::IpAddress& address) const noexcept;
};

#include "values/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

#include "values/hash.h"

namespace dialtone {

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  IpAddress address;
  address.bytes_ = {a, b, c, d};
  return address;
}

IpAddress IpAddress::v4(std::uint32_t number) {
  return v4(static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number));
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& bytes) {
  IpAddress address;
  address.v4_ = false;
  address.bytes_ = bytes;
  return address;
}

IpAddress IpAddress::loopback_v6() {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = 1;
  return v6(bytes);
}

bool IpAddress::is_unspecified() const {
  return std::all_of(bytes_.begin(), bytes_.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool IpAddress::is_loopback() const { return v4_ ? bytes_[0] == 127 : *this == loopback_v6(); }

std::uint32_t IpAddress::v4_number() const {
  assert(v4_);
  return (std::uint32_t{bytes_[0]} << 24) | (std::uint32_t{bytes_[1]} << 16) | (std::uint32_t{bytes_[2]} << 8) |
         bytes_[3];
}

Result<IpAddress> parse_ip_address(std::string_view text) {
  const auto bad = [&] { return Failure{"'" + std::string(text.substr(0, 64)) + "' is not an IP address"}; };
  std::array<char, INET6_ADDRSTRLEN + 1> terminated{};
  if (text.empty() || text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) return bad();
  std::copy(text.begin(), text.end(), terminated.begin());
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, terminated.data(), bytes.data()) == 1) {
    return IpAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  if (inet_pton(AF_INET6, terminated.data(), bytes.data()) == 1) return IpAddress::v6(bytes);
  return bad();
}

std::string to_text(const IpAddress& address) {
  if (address.is_v4()) {
    // Written by hand because inet_ntop prints through sprintf, and servers write an address into every event.
    std::array<char, 15> text{};
    char* at = text.data();
    for (std::size_t i = 0; i < 4; ++i) {
      if (i > 0) *at++ = '.';
      at = std::to_chars(at, text.data() + text.size(), unsigned{address.bytes()[i]}).ptr;
    }
    return std::string(text.data(), at);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* written = inet_ntop(AF_INET6, address.bytes().data(), text.data(), text.size());
  assert(written != nullptr);
  return written;
}

namespace {

int width_bits(const IpAddress& address) { return address.is_v4() ? 32 : 128; }

std::array<std::uint8_t, 16> masked(std::array<std::uint8_t, 16> bytes, int prefix_bits) {
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(prefix_bits - i * 8, 0, 8);
    bytes[static_cast<std::size_t>(i)] &= static_cast<std::uint8_t>(0xFF00 >> kept);
  }
  return bytes;
}

IpAddress with_bytes(bool v4, const std::array<std::uint8_t, 16>& bytes) {
  return v4 ? IpAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]) : IpAddress::v6(bytes);
}

}  // namespace

bool Cidr::contains(const IpAddress& address) const {
  return address.is_v4() == network.is_v4() && masked(address.bytes(), prefix_bits) == network.bytes();
}

std::uint64_t Cidr::size() const { return std::uint64_t{1} << std::min(62, width_bits(network) - prefix_bits); }

IpAddress Cidr::at(std::uint64_t index) const {
  assert(index < size());
  std::array<std::uint8_t, 16> bytes = network.bytes();
  for (int i = width_bits(network) / 8 - 1; index != 0; --i) {
    bytes[static_cast<std::size_t>(i)] |= static_cast<std::uint8_t>(index);
    index >>= 8;
  }
  return with_bytes(network.is_v4(), bytes);
}

Result<Cidr> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  Result<IpAddress> address = parse_ip_address(text.substr(0, slash));
  if (!address) return address.error();
  int bits = width_bits(*address);
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (digits.empty() || digits.front() == '-' || fault != std::errc() || end != digits.data() + digits.size() ||
        bits < 0 || bits > width_bits(*address)) {
      return Failure{"'" + std::string(text.substr(0, 64)) + "' has no valid prefix length"};
    }
  }
  return Cidr{with_bytes(address->is_v4(), masked(address->bytes(), bits)), bits};
}

std::string to_text(const Cidr& cidr) { return to_text(cidr.network) + "/" + std::to_string(cidr.prefix_bits); }

}  // namespace dialtone

std::size_t std::hash<dialtone::IpAddress>::operator()(const dialtone::IpAddress& address) const noexcept {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, address.bytes().data(), 8);
  std::memcpy(&low, address.bytes().data() + 8, 8);
  return dialtone::mix(high ^ dialtone::mix(low + (address.is_v4() ? 1 : 0)));
}

#include "values/host_text.h"

#include <algorithm>
#include <array>

#include "values/ascii_case.h"

namespace dialtone {
namespace {

// Only IPv6 addresses have several texts: a name contains no colon, and an IPv4 address has a single text.
bool has_other_texts(std::string_view host) { return host.find(':') != std::string_view::npos; }

}  // namespace

IpAddress without_mapping(const IpAddress& address) {
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const auto& bytes = address.bytes();
  if (address.is_v4() || !std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) return address;
  return IpAddress::v4(bytes[12], bytes[13], bytes[14], bytes[15]);
}

IpAddress customer_network(const IpAddress& given) {
  const IpAddress address = without_mapping(given);
  if (address.is_v4()) return address;
  std::array<std::uint8_t, 16> bytes = address.bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return IpAddress::v6(bytes);
}

std::optional<IpAddress> address_of_host(std::string_view host) {
  const bool may_be_v4 = !host.empty() && host.front() >= '0' && host.front() <= '9';
  if (!may_be_v4 && !has_other_texts(host)) return std::nullopt;
  const Result<IpAddress> address = parse_ip_address(host);
  if (!address) return std::nullopt;
  return without_mapping(*address);
}

bool is_same_host(std::string_view left, std::string_view right) {
  if (equal_ignoring_case(left, right)) return true;
  if (!has_other_texts(left) && !has_other_texts(right)) return false;
  const std::optional<IpAddress> address = address_of_host(left);
  return address && address == address_of_host(right);
}

std::string canonical_host(std::string_view host) {
  if (has_other_texts(host)) {
    if (const std::optional<IpAddress> address = address_of_host(host)) return to_text(*address);
  }
  std::string name;
  name.reserve(host.size());
  for (const char c : host) name += lower_case(c);
  return name;
}

}  // namespace dialtone

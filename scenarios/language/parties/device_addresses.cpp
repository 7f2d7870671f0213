#include "scenarios/language/parties/device_addresses.h"

#include <charconv>

namespace dialtone {
namespace {

// The least number of digits in a device's name.
constexpr std::size_t kNumberDigits = 4;

struct DevicePlace {
  std::size_t group = 0;
  std::uint64_t index = 0;
};

// The inverse of device_name(); nothing for other hosts.
std::optional<DevicePlace> place_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::size_t dash = host.rfind('-');
  if (dash == std::string_view::npos || host.size() - dash - 1 < kNumberDigits) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(host.data() + dash + 1, host.data() + host.size(), number);
  if (error != std::errc() || end != host.data() + host.size() || number == 0) return std::nullopt;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    if (fleet[group].name == host.substr(0, dash)) return DevicePlace{group, number - 1};
  }
  return std::nullopt;
}

constexpr std::uint32_t kSimulatedNet = std::uint32_t{10} << 24;
constexpr std::uint32_t kLoopbackNet = std::uint32_t{127} << 24;
constexpr int kGroupBits = 20;

std::uint32_t in_group(std::size_t group_number, std::uint64_t index) {
  return (static_cast<std::uint32_t>(group_number + 1) << kGroupBits) + static_cast<std::uint32_t>(index + 1);
}

}  // namespace

std::string device_name(const Group& group, std::uint64_t index) {
  const std::string digits = std::to_string(index + 1);
  return group.name + "-" + std::string(digits.size() < kNumberDigits ? kNumberDigits - digits.size() : 0, '0') +
         digits;
}

std::optional<std::size_t> group_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::optional<DevicePlace> place = place_of_host(fleet, host);
  return place ? std::optional(place->group) : std::nullopt;
}

std::uint32_t device_key_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::optional<DevicePlace> place = place_of_host(fleet, host);
  return place ? device_key(device_address(place->group, place->index)) : 0;
}

IpAddress device_address(std::size_t group_number, std::uint64_t index) {
  return IpAddress::v4(kSimulatedNet + in_group(group_number, index));
}

IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index) {
  return IpAddress::v4(kLoopbackNet + in_group(group_number, index));
}

std::optional<std::size_t> group_of_address(const IpAddress& address) {
  if (!address.is_v4()) return std::nullopt;
  const std::uint32_t bits = address.v4_number();
  const std::uint32_t block = (bits & 0xFF'FFFF) >> kGroupBits;
  const bool is_ours = (bits & 0xFF00'0000) == kSimulatedNet || (bits & 0xFF00'0000) == kLoopbackNet;
  if (!is_ours || block == 0) return std::nullopt;
  return block - 1;
}

std::uint32_t device_key(const IpAddress& address) {
  return group_of_address(address) ? address.v4_number() & 0xFF'FFFF : 0;
}

IpAddress nat_address(std::size_t number) { return IpAddress::v4(10, 0, 1, static_cast<std::uint8_t>(number + 1)); }

IpAddress proxy_address(std::size_t number) { return IpAddress::v4(10, 0, 2, static_cast<std::uint8_t>(number + 1)); }

IpAddress proxy_loopback_address(std::size_t number) {
  return IpAddress::v4(127, 2, 0, static_cast<std::uint8_t>(number + 1));
}

IpAddress relay_loopback_address(std::size_t group_number) {
  return IpAddress::v4(127, 1, 0, static_cast<std::uint8_t>(group_number + 1));
}

}  // namespace dialtone

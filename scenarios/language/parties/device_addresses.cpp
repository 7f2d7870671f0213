#include "scenarios/language/parties/device_addresses.h"

#include "scenarios/language/names/device_name.h"

namespace dialtone {
namespace {

struct DevicePlace {
  std::size_t group = 0;
  std::uint64_t index = 0;
};

// The inverse of device_name(): returns the group and index; nullopt for other hosts.
std::optional<DevicePlace> place_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::optional<DeviceNameParts> parts = parts_of_device_name(host);
  if (!parts || parts->digits < kLeastDeviceDigits) return std::nullopt;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    if (fleet[group].name == parts->group) return DevicePlace{group, parts->number - 1};
  }
  return std::nullopt;
}

constexpr std::uint32_t kSimulatedNet = std::uint32_t{10} << 24;
constexpr std::uint32_t kLoopbackNet = std::uint32_t{127} << 24;
constexpr std::uint32_t kOneNet = std::uint32_t{1} << 24;
constexpr int kGroupBits = 20;

std::uint32_t in_group(std::size_t group_number, std::uint64_t index) {
  return (static_cast<std::uint32_t>(group_number + 1) << kGroupBits) + static_cast<std::uint32_t>(index + 1);
}

}  // namespace

std::string device_name(const Group& group, std::uint64_t index) { return device_name_of(group.name, index + 1); }

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

IpAddress next_device_address(const IpAddress& present) {
  const std::uint32_t net = present.v4_number() & 0xFF00'0000;
  const std::uint32_t next = net + kOneNet == kLoopbackNet ? kSimulatedNet + kOneNet : net + kOneNet;
  return IpAddress::v4(next + (present.v4_number() & 0xFF'FFFF));
}

IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index) {
  return IpAddress::v4(kLoopbackNet + in_group(group_number, index));
}

std::optional<std::size_t> group_of_address(const IpAddress& address) {
  if (!address.is_v4()) return std::nullopt;
  const std::uint32_t bits = address.v4_number();
  const std::uint32_t block = (bits & 0xFF'FFFF) >> kGroupBits;
  // Accepts addresses from the first simulated network up to the loopback: between them are the addresses that devices
  // get later.
  const bool is_ours = bits >= kSimulatedNet && bits < kLoopbackNet + kOneNet;
  if (!is_ours || block == 0) return std::nullopt;
  return block - 1;
}

std::uint32_t device_key(std::size_t group_number, std::uint64_t index) { return in_group(group_number, index); }

std::size_t group_of_key(std::uint32_t device_key) { return (device_key >> kGroupBits) - 1; }

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

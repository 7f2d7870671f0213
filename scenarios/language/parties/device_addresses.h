// The names and addresses of a run's hosts. Those of a device follow from its group and its index alone; those of a
// NAT, a proxy or a relay follow from its number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "values/ip_address.h"

namespace dialtone {

// Returns `homes-0042`: four digits, or more if the index needs them.
std::string device_name(const Group& group, std::uint64_t index);
// Returns the index of the group whose devices have names like `host` (`homes-0042`), whether or not the device exists;
// nullopt for other names.
std::optional<std::size_t> group_of_host(const std::vector<Group>& fleet, std::string_view host);
// Returns device_key() of the device named `host`, whether or not the device exists; 0 for other names.
std::uint32_t device_key_of_host(const std::vector<Group>& fleet, std::string_view host);
// Returns the simulated address of a device: in 10.16.0.0/12 for the first group, 10.32.0.0/12 for the second, and so
// on.
IpAddress device_address(std::size_t group_number, std::uint64_t index);
// Returns the simulated address that a device gets when it loses the address `present`: 11.16.0.42 after 10.16.0.42,
// and so on.
IpAddress next_device_address(const IpAddress& present);
// Returns the device's address on the loopback in a real world: in 127.16.0.0/12 for the first group, and so on.
IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index);
// Returns the index of the group that has a device with this address, simulated or on the loopback; nullopt for other
// addresses.
std::optional<std::size_t> group_of_address(const IpAddress& address);
// Returns a number that identifies the device with the address, the same in every world; 0 for other addresses.
std::uint32_t device_key(const IpAddress& address);
// device_key(): returns the same number, for a device given by group and index. group_of_key(): returns the index of
// the group from such a number.
std::uint32_t device_key(std::size_t group_number, std::uint64_t index);
std::size_t group_of_key(std::uint32_t device_key);
// The public address of a NAT. `number`: its index in the scenario.
IpAddress nat_address(std::size_t number);
// The addresses of a proxy. `number`: its index in the scenario.
IpAddress proxy_address(std::size_t number);
IpAddress proxy_loopback_address(std::size_t number);
// Returns the address of the relay that carries a group's packets in a real world.
IpAddress relay_loopback_address(std::size_t group_number);

}  // namespace dialtone

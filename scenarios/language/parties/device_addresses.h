// The names and addresses of a run's hosts. A device's follow from its group and index alone; those of a NAT, a proxy
// or a relay from its number.
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

// `homes-0042`: four digits, or more if the index needs them.
std::string device_name(const Group& group, std::uint64_t index);
// The index of the group whose devices have such names (`homes-0042`), whether the device exists or not; nothing for
// other names.
std::optional<std::size_t> group_of_host(const std::vector<Group>& fleet, std::string_view host);
// device_key() of the device with such a name, whether the device exists or not; 0 for other names.
std::uint32_t device_key_of_host(const std::vector<Group>& fleet, std::string_view host);
// 10.16.0.0/12 is the first group's block, 10.32.0.0/12 the second's, and so on.
IpAddress device_address(std::size_t group_number, std::uint64_t index);
// The simulated address that a device gets when it loses `present`: 11.16.0.42 after 10.16.0.42, and so on.
IpAddress next_device_address(const IpAddress& present);
// The same on the loopback: 127.16.0.0/12 and so on.
IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index);
// The index of the group whose device has the address, simulated or on the loopback; nothing for other addresses.
std::optional<std::size_t> group_of_address(const IpAddress& address);
// A number for the device with the address, the same in every world; 0 for other addresses.
std::uint32_t device_key(const IpAddress& address);
// The same number for the device of a group with that index; and the index of the group of such a number.
std::uint32_t device_key(std::size_t group_number, std::uint64_t index);
std::size_t group_of_key(std::uint32_t device_key);
// The public address of a NAT. `number`: its index in the scenario.
IpAddress nat_address(std::size_t number);
// The addresses of a proxy. `number`: its index in the scenario.
IpAddress proxy_address(std::size_t number);
IpAddress proxy_loopback_address(std::size_t number);
// The address of the relay that carries a group's packets in a real world.
IpAddress relay_loopback_address(std::size_t group_number);

}  // namespace dialtone

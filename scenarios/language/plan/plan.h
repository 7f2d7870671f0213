// A plan: a scenario and a seed, expanded. Every device, every power-on and the moment of every fault is concrete;
// during a run nothing is drawn but stateless chance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "subscribers/subscriber.h"
#include "values/ip_address.h"
#include "values/result.h"

namespace dialtone {

// Where a plan's device has no time for a fault.
inline constexpr Moment kNotHit = kNever;

// A scenario whose groups all name their devices.
struct Plan {
  Scenario scenario;

  std::uint64_t device_count() const;
};

// Draws what the scenario leaves open: hash(seed, device's name, purpose), so that a device more changes nothing for
// the others. A group that names its devices keeps them as they are.
Plan make_plan(Scenario scenario);

// What follows from (group, index) alone.
//
// `homes-0042`: four digits, more where the index needs them.
std::string device_name(const Group& group, std::uint64_t index);
// The number of the group of the device that is called so; nothing where no device can be.
std::optional<std::size_t> group_of_host(const std::vector<Group>& fleet, std::string_view host);
// What device_key() says of the device that is called so; 0 where no device can be.
std::uint32_t device_key_of_host(const std::vector<Group>& fleet, std::string_view host);
// 10.16.0.0/12 for the first group, 10.32.0.0/12 for the second, and so on.
IpAddress device_address(std::size_t group_number, std::uint64_t index);
// The same on the loopback: 127.16.0.0/12 and so on.
IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index);
// Of an address of either kind; nothing where it is no device's.
std::optional<std::size_t> group_of_address(const IpAddress& address);
// Of an address of either kind: a number that is the device's in every world; 0 where it is no device's.
std::uint32_t device_key(const IpAddress& address);
// The public one of a NAT, by its number in the scenario.
IpAddress nat_address(std::size_t number);
// Those of a proxy, by its number in the scenario.
IpAddress proxy_address(std::size_t number);
IpAddress proxy_loopback_address(std::size_t number);
// Of the relay that carries a group's packets in a real world.
IpAddress relay_loopback_address(std::size_t group_number);
// Which group a generated subscriber's number belongs to, as device_subscriber() numbers them.
std::size_t group_of_subscriber(std::uint64_t number);
// The row of the ITSP's database that the device's owner has, but for the call agents' ports and backups.
Subscriber device_subscriber(const Scenario& scenario, std::size_t group_number, std::uint64_t index);
// That row as the database has it instead, of a group with this fault; of one that is unknown it has none. The owner's
// own is disabled already where it must be.
Subscriber with_identity_fault(Subscriber subscriber, IdentityFault fault);

}  // namespace dialtone

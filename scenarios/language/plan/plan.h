// A plan: a scenario with all draws made. It lists every device and the moment of every power-on and fault. During a
// run only stateless chance is drawn.
#pragma once

#include <cstdint>

#include "scenarios/language/parties/scenario.h"
#include "subscribers/subscriber.h"

namespace dialtone {

// The time of a fault that spares the device.
inline constexpr Moment kNotHit = kNever;

// All groups of the scenario have lists of devices.
struct Plan {
  Scenario scenario;

  // With the devices of loads.
  std::uint64_t device_count() const;
  // Without them.
  std::uint64_t judged_count() const;
};

// Draws what the scenario leaves open, from hash(seed, device's name, purpose), so that another device does not change
// the draws of the others. Groups with a list of devices are unchanged.
Plan make_plan(Scenario scenario);

// Identities follow from the group and the index alone; names and addresses: device_addresses.h.
//
// The index of the group to which the generated subscriber with that number belongs.
std::size_t group_of_subscriber(std::uint64_t number);
// The device's row in the ITSP's database, without the call agents' ports and the backup call agent.
Subscriber device_subscriber(const Scenario& scenario, std::size_t group_number, std::uint64_t index);
// The row as the database has it for a group with this fault. A device with kUnknown has no row. A disabled row is
// disabled already by device_subscriber().
Subscriber with_identity_fault(Subscriber subscriber, IdentityFault fault);
// The identity that the device states under a fault of its own identity; no row of the database has it.
Subscriber with_false_identity(Subscriber subscriber, IdentityFault fault);

}  // namespace dialtone

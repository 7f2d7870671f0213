// A plan: a scenario with its random draws made. It lists every device, and the moment of every power-on and fault.
// During a run, further draws depend only on the seed and on what they are for, not on earlier draws.
#pragma once

#include <cstdint>

#include "scenarios/language/parties/scenario.h"
#include "subscribers/subscriber.h"

namespace dialtone {

// In fault_times: the fault spares the device.
inline constexpr Moment kNotHit = kNever;

// Every group of the scenario has its list of devices.
struct Plan {
  Scenario scenario;

  // The number of all devices, including loads.
  std::uint64_t device_count() const;
  // The number of devices without loads.
  std::uint64_t judged_count() const;
};

// Makes the draws for what the scenario leaves open. Each depends on hash(seed, device's name, purpose), so that an
// added device does not change the draws of the others. Groups with a list of devices are unchanged.
Plan make_plan(Scenario scenario);

// Identities follow from the group and the index alone; for names and addresses see device_addresses.h.
//
// Returns the index of the group that has the generated subscriber with that number.
std::size_t group_of_subscriber(std::uint64_t number);
// Returns the device's row in the ITSP's database, without the call agents' ports and the backup call agent.
Subscriber device_subscriber(const Scenario& scenario, std::size_t group_number, std::uint64_t index);
// Returns the row as the database has it for a group with this identity fault. With kUnknown there is no row in the
// database. A row with kDisabled is already disabled by device_subscriber().
Subscriber with_identity_fault(Subscriber subscriber, IdentityFault fault);
// Returns the identity that the device states under a fault that changes the device's own identity. No row of the
// database has it.
Subscriber with_false_identity(Subscriber subscriber, IdentityFault fault);

}  // namespace dialtone

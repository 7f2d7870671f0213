// Whether a fault acts on a matching request, packet, look-up or write: decided by its number, and by a random draw for
// a share.
#pragma once

#include <cstdint>

#include "scenarios/language/faults/fault.h"

namespace dialtone {

// `number`: the number, from 1, among the device's matching requests, packets, look-ups or writes. The draw depends
// only on these arguments and on the fault's name, so that it is the same in every world and whatever other faults
// there are.
bool is_drawn(const Fault& fault, std::uint64_t seed, std::uint64_t device, std::uint64_t number);

}  // namespace dialtone

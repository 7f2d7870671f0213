// Whether a fault acts on one of the things that match: by its number, and by the draw of a share.
#pragma once

#include <cstdint>

#include "scenarios/language/faults/fault.h"

namespace dialtone {

// `number`: of the device's matching requests, packets, questions or writes, from 1. The draw depends on these
// arguments and on the fault's name alone, so that it is the same in every world and with other faults.
bool is_drawn(const Fault& fault, std::uint64_t seed, std::uint64_t device, std::uint64_t number);

}  // namespace dialtone

// Describes a stalled or failed world: what each coroutine waits for, and until when.
#pragma once

#include <cstddef>
#include <ostream>
#include <vector>

#include "world/host.h"

namespace dialtone {

// Prints a line for each host that is on and for each of its strands; at most `most` hosts. Strands of a host that wait
// for the same thing and whose names differ only in a number share a line, which shows their earliest deadline:
//
//   homes-0042 (paused)
//     main awaits a datagram, until 32s (in 1.5s)
//     lane 0 and 15 like it await a request, for ever
void describe_hosts(std::ostream& out, const std::vector<const Host*>& hosts, std::size_t most);

}  // namespace dialtone

// The print-out of a stalled or failed world: who awaits what, and until when.
#pragma once

#include <cstddef>
#include <ostream>
#include <vector>

#include "world/host.h"

namespace dialtone {

// A line for each host that is on and each of its strands, at most `most` hosts. Strands whose names differ in a number
// only and that await the same share a line, which has the first of their deadlines:
//   homes-0042 (paused)
//     main awaits a datagram, until 32s (in 1.5s)
//     lane 0 and 15 like it await a request, for ever
void describe_hosts(std::ostream& out, const std::vector<const Host*>& hosts, std::size_t most);

}  // namespace dialtone

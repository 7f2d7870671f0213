// The state that only hosts with faults need; allocated separately to keep other hosts small.
#pragma once

#include "world/host_clock.h"
#include "world/list.h"
#include "world/loop.h"

namespace dialtone {

class HostScript;

struct HostFaults {
  // The script of the host's faults; null if there is none.
  HostScript* script = nullptr;
  HostClock clock{};
  // Coroutines that became ready during a pause, in order.
  List<Ready> held{};
};

}  // namespace dialtone

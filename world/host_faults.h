// What a host has while something ails it, or may: only those that need it pay for it.
#pragma once

#include "world/host_clock.h"
#include "world/list.h"
#include "world/loop.h"

namespace dialtone {

class HostScript;

struct HostFaults {
  // Null: nothing is told.
  HostScript* script = nullptr;
  HostClock clock{};
  // Who was made ready during a pause, in that order.
  List<Ready> held{};
};

}  // namespace dialtone

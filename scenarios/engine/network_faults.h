// What a scenario's faults do to the packets of a virtual world, as rules that come and go.
#pragma once

#include <list>

#include "scenarios/engine/plan.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

class NetworkFaults {
 public:
  // `plan` and `world` must outlive it.
  NetworkFaults(const Plan& plan, VirtualWorld& world) : plan_(plan), world_(world) {}
  NetworkFaults(const NetworkFaults&) = delete;
  NetworkFaults& operator=(const NetworkFaults&) = delete;

  // Has each fault that drops packets begin and end in its time. A fault that is not open costs nothing.
  void schedule();

 private:
  Rule rule_of(const Fault& fault) const;

  const Plan& plan_;
  VirtualWorld& world_;
  std::list<RuleGuard> open_;
};

}  // namespace dialtone

// What a scenario's faults do to the packets of a virtual world, as a rule that comes and goes.
#pragma once

#include "scenarios/faults/packet_faults.h"
#include "scenarios/language/plan/plan.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

class NetworkFaults {
 public:
  // `plan`, `world` and `open` must outlive it.
  NetworkFaults(const Plan& plan, VirtualWorld& world, const OpenWindows& open);
  NetworkFaults(const NetworkFaults&) = delete;
  NetworkFaults& operator=(const NetworkFaults&) = delete;

  // Has the faults begin and end in their time. While none is open, packets meet no rule.
  void schedule();
  // Installs the rule where a fault is open, and takes it away where none is: to be called where a window has been
  // opened behind an event, and at its end.
  void follow();

 private:
  Verdict judge(const Packet& packet, Moment now);

  const Plan& plan_;
  VirtualWorld& world_;
  PacketFaults faults_;
  std::optional<RuleGuard> rule_;
};

}  // namespace dialtone

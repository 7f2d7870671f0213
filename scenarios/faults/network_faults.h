// Applies the faults on packets to a virtual network, as a rule that is installed while a fault is open.
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

  // Schedules the beginnings and ends of faults. Without an open fault, packets meet no rule.
  void schedule();
  // While a fault on packets is open, the simulated network asks judge() about each packet. Call this when an event
  // opens a window, and when that window ends.
  void follow();

 private:
  Verdict judge(const Packet& packet, Moment now);

  const Plan& plan_;
  VirtualWorld& world_;
  PacketFaults faults_;
  std::optional<RuleGuard> rule_;
};

}  // namespace dialtone

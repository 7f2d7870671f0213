// Applies packet faults to a virtual network, which asks about each packet only while such a fault is open.
#pragma once

#include "scenarios/faults/packet_faults.h"
#include "scenarios/language/plan/plan.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

class NetworkFaults {
 public:
  // `plan`, `world` and `open` must outlive this object.
  NetworkFaults(const Plan& plan, VirtualWorld& world, const OpenWindows& open);
  NetworkFaults(const NetworkFaults&) = delete;
  NetworkFaults& operator=(const NetworkFaults&) = delete;

  // Schedules the beginnings and ends of faults.
  void schedule();
  // Makes the simulated network ask judge() about each packet if a packet fault is open, and otherwise not. Call this
  // when a trigger opens a window, and when that window ends.
  void follow();

 private:
  Verdict judge(const Packet& packet, Moment now);

  const Plan& plan_;
  VirtualWorld& world_;
  PacketFaults faults_;
  std::optional<RuleGuard> rule_;
};

}  // namespace dialtone

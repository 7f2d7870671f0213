// Which faults with a window are open, and for whom: those whose time has come, and those that the run has opened
// behind an event (`when`). Also which devices of a group a fault hits at all (`hits`).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scenarios/faults/fault_tally.h"
#include "scenarios/language/parties/scenario.h"
#include "values/time.h"

namespace dialtone {

// Whether the fault is about that device (device_key) of its group: the same in every world, and whatever other faults
// there are. Of one with a time of its own that strikes each device by itself, the plan says it.
bool hits(const Fault& fault, const Scenario& scenario, std::uint32_t device);

class OpenWindows {
 public:
  // In place of a device: the target is a server, a proxy or a NAT.
  static constexpr std::uint32_t kNoDevice = 0;

  // `scenario` must outlive it and stay where it is. All faults below are those of `scenario.faults`.
  // `tally` counts what they act on, and outlives it; null: nobody does.
  explicit OpenWindows(const Scenario& scenario, FaultTally* tally = nullptr) : scenario_(scenario), tally_(tally) {}

  // Has a fault with a trigger be open until then. `device`: device_key() of the one that it was opened for.
  void open(const Fault& fault, Moment until, std::uint32_t device = kNoDevice);

  bool is_open(const Fault& fault, Moment now, std::uint32_t device = kNoDevice) const {
    if (!fault.when) return dialtone::is_open(fault, now) && (!fault.hits || hits(fault, device));
    return !until_.empty() && was_opened(fault, now, device);
  }
  // Whether it is open for anybody.
  bool is_open_for_any(const Fault& fault, Moment now) const {
    return fault.when ? now < latest_end(fault) : dialtone::is_open(fault, now);
  }
  // That the fault has acted: on a request, a packet, a question, a write.
  void note_act(const Fault& fault) const {
    if (tally_ != nullptr) tally_->note(fault);
  }
  bool hits(const Fault& fault, std::uint32_t device) const { return dialtone::hits(fault, scenario_, device); }

 private:
  Moment latest_end(const Fault& fault) const;
  bool was_opened(const Fault& fault, Moment now, std::uint32_t device) const;

  const Scenario& scenario_;
  FaultTally* tally_;
  // By the fault's number and the device's key. Looked up only.
  std::unordered_map<std::uint64_t, Moment> until_;
  // Of each fault up to the last that was opened, for whoever has it longest.
  std::vector<Moment> latest_;
};

}  // namespace dialtone

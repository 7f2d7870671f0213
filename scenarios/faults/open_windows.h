// Which windows are open and for whom: those whose time has come, and those that an event opened (`when`). Also which
// devices of a group a fault hits at all (`hits`).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scenarios/faults/fault_tally.h"
#include "scenarios/language/parties/scenario.h"
#include "values/time.h"

namespace dialtone {

// True if the fault hits the device (device_key()) of its group. The same in every world, and independent of other
// faults. For a fault that hits each device at a planned moment, the plan decides instead.
bool hits(const Fault& fault, const Scenario& scenario, std::uint32_t device);

class OpenWindows {
 public:
  // The key for targets that are no device: a server, a proxy or a NAT.
  static constexpr std::uint32_t kNoDevice = 0;

  // `scenario` must outlive it and must not move. All faults below must be elements of `scenario.faults`. `tally`
  // counts acts; may be null; must outlive it.
  explicit OpenWindows(const Scenario& scenario, FaultTally* tally = nullptr) : scenario_(scenario), tally_(tally) {}

  // Opens a fault with a trigger until `until`. `device`: device_key() of the device that it was opened for.
  void open(const Fault& fault, Moment until, std::uint32_t device = kNoDevice);

  bool is_open(const Fault& fault, Moment now, std::uint32_t device = kNoDevice) const {
    const bool hits_all = !fault.hits && !fault.choice;
    if (!fault.when) return dialtone::is_open(fault, now) && (hits_all || hits(fault, device));
    return !until_.empty() && was_opened(fault, now, device);
  }
  // True if it is open for anybody.
  bool is_open_for_any(const Fault& fault, Moment now) const {
    return fault.when ? now < latest_end(fault) : dialtone::is_open(fault, now);
  }
  // Counts an act of the fault: on a request, a packet, a question or a write.
  void note_act(const Fault& fault) const {
    if (tally_ != nullptr) tally_->note(fault);
  }
  bool hits(const Fault& fault, std::uint32_t device) const { return dialtone::hits(fault, scenario_, device); }

 private:
  Moment latest_end(const Fault& fault) const;
  bool was_opened(const Fault& fault, Moment now, std::uint32_t device) const;

  const Scenario& scenario_;
  FaultTally* tally_;
  // By the fault's index and the device's key. Never iterated.
  std::unordered_map<std::uint64_t, Moment> until_;
  // For each fault opened so far, when its last window closes.
  std::vector<Moment> latest_;
};

}  // namespace dialtone

// For which faults a window is open, and for which devices. A window opens at its planned time or after an event
// (`when`). Also tells which devices of a group a fault hits at all (`hits`).
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
  // The key for targets other than devices: a server, a proxy or a NAT.
  static constexpr std::uint32_t kNoDevice = 0;

  // `scenario` must outlive this object and must not move. All faults passed below must be elements of
  // `scenario.faults`. `tally` counts acts; may be null; must outlive this object.
  explicit OpenWindows(const Scenario& scenario, FaultTally* tally = nullptr) : scenario_(scenario), tally_(tally) {}

  // Opens a fault with a trigger until `until`. `device`: device_key() of the device for which it opens.
  void open(const Fault& fault, Moment until, std::uint32_t device = kNoDevice);

  bool is_open(const Fault& fault, Moment now, std::uint32_t device = kNoDevice) const {
    const bool hits_all = !fault.hits && !fault.choice;
    if (!fault.when) return dialtone::is_open(fault, now) && (hits_all || hits(fault, device));
    return !until_.empty() && was_opened(fault, now, device);
  }
  // True if the fault is open for any target.
  bool is_open_for_any(const Fault& fault, Moment now) const {
    return fault.when ? now < latest_end(fault) : dialtone::is_open(fault, now);
  }
  // Counts an act of the fault: on a request, a packet, a DNS look-up or a write.
  void note_act(const Fault& fault) const {
    if (tally_ != nullptr) tally_->note(fault);
  }
  bool hits(const Fault& fault, std::uint32_t device) const { return dialtone::hits(fault, scenario_, device); }

 private:
  Moment latest_end(const Fault& fault) const;
  bool was_opened(const Fault& fault, Moment now, std::uint32_t device) const;

  const Scenario& scenario_;
  FaultTally* tally_;
  // When the window closes, by the fault's index and the device's key. Never iterated.
  std::unordered_map<std::uint64_t, Moment> until_;
  // For each fault opened so far, when its last window closes.
  std::vector<Moment> latest_;
};

}  // namespace dialtone

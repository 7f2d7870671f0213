// When the faults of a plan begin and end, as far as the plan knows: not those with a trigger (`when`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/plan/plan.h"
#include "values/time.h"

namespace dialtone {

// When a fault of the plan begins, for the first that it hits, or ends, for the last; of one with a trigger, for the
// device that it strikes.
struct FaultMoment {
  Moment at;
  const Fault* fault = nullptr;
  bool is_end = false;
  // The host of that device; empty: the fault is recorded as its target's.
  std::string_view device = {};
};

// Whose event fault.started and fault.ended are: a device, a group, or the host of a server or a proxy.
std::string recorded_host_of(const FaultMoment& moment, const Scenario& scenario);

// In their order. A fault that hits nobody has none.
std::vector<FaultMoment> fault_moments(const Plan& plan);
// By how many millionths the clock of that server, or of a group's `device` (device_key), is fast because of the faults
// that are open. Several add up, to as much as one may have.
std::int64_t open_drift(const Scenario& scenario, const OpenWindows& windows, std::string_view target, Moment now,
                        std::uint32_t device = OpenWindows::kNoDevice);

}  // namespace dialtone

// When the faults of a plan begin and end. Faults with a trigger (`when`) have no planned moment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/plan/plan.h"
#include "values/time.h"

namespace dialtone {

// A fault begins for the first device that it hits, or ends for the last device. A fault with a trigger begins and ends
// for the device that it strikes.
struct FaultMoment {
  Moment at;
  const Fault* fault = nullptr;
  bool is_end = false;
  // The host name of the device that a triggered fault strikes; empty: the event is recorded for the fault's target.
  std::string_view device = {};
};

// The name of the host that records fault.started and fault.ended: a device, a group, a server or a proxy.
std::string recorded_host_of(const FaultMoment& moment, const Scenario& scenario);

// Sorted by time. A fault that hits no device has no moment.
std::vector<FaultMoment> fault_moments(const Plan& plan);
// By how many millionths the clock of the target runs too fast because of open faults. The target is a server or, in a
// group, the `device` (device_key()). Several faults add up, to at most kMostDriftPartsPerMillion.
std::int64_t open_drift(const Scenario& scenario, const OpenWindows& windows, std::string_view target, Moment now,
                        std::uint32_t device = OpenWindows::kNoDevice);

}  // namespace dialtone

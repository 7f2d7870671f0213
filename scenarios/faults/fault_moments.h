// When the faults of a plan begin and end. Faults with a trigger (`when`) have no planned moment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/plan/plan.h"
#include "values/time.h"

namespace dialtone {

// The beginning of a fault, for the first device that it hits, or its end, for the last. For a fault with a trigger:
// for the device that it strikes.
struct FaultMoment {
  Moment at;
  const Fault* fault = nullptr;
  bool is_end = false;
  // The host of that device; empty: the event is recorded for the target.
  std::string_view device = {};
};

// The host that records fault.started and fault.ended: a device, a group, a server or a proxy.
std::string recorded_host_of(const FaultMoment& moment, const Scenario& scenario);

// In order of time. A fault that hits no device has no moment.
std::vector<FaultMoment> fault_moments(const Plan& plan);
// How fast the clock of the server, or of the group's `device` (device_key()), runs because of open faults, in
// millionths. Several faults add up, to at most kMostDriftPartsPerMillion.
std::int64_t open_drift(const Scenario& scenario, const OpenWindows& windows, std::string_view target, Moment now,
                        std::uint32_t device = OpenWindows::kNoDevice);

}  // namespace dialtone

#include "scenarios/faults/triggers.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/parties/device_addresses.h"

namespace dialtone {

Triggers::Triggers(const Plan& plan, bool devices, bool servers, Strike strike)
    : plan_(plan), strike_(std::move(strike)) {
  for (const Fault& fault : plan.scenario.faults) {
    if (!fault.when || fault.when->write_byte) continue;
    const bool of_devices = is_of_devices(fault, plan.scenario);
    if (of_devices ? devices : servers) waiting_.push_back({&fault, of_devices});
  }
}

void Triggers::see(const RecordedEvent& event) {
  for (Waiting& waiting : waiting_) {
    const Trigger& trigger = *waiting.fault->when;
    if (trigger.event != event.name) continue;
    std::string counted;
    const std::optional<std::size_t> group = group_of_host(plan_.scenario.fleet, event.host);
    // If both device and server record an event, only one record counts: the server's if the server is the target,
    // otherwise the device's.
    if (is_told_twice(event.name) && group.has_value() == (waiting.fault->target == kProvisioningTarget)) continue;
    if (waiting.is_of_devices) {
      if (!group || !targets(*waiting.fault, plan_.scenario.fleet[*group].name)) continue;
      counted = event.host;
    }
    if (++waiting.counts[counted] != trigger.nth) continue;
    assert(trigger.after >= Duration::zero() && "a fault follows what it waits for");
    strike_(*waiting.fault, event.time + trigger.after, counted);
  }
}

}  // namespace dialtone

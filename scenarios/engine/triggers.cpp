#include "scenarios/engine/triggers.h"

#include <algorithm>
#include <utility>

namespace dialtone {
namespace {

bool is_of_devices(const Fault& fault, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return targets(fault, group.name); });
}

}  // namespace

std::optional<std::size_t> group_of_host(const Scenario& scenario, std::string_view host) {
  const std::size_t dash = host.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
    if (scenario.fleet[number].name == host.substr(0, dash)) return number;
  }
  return std::nullopt;
}

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
    if (waiting.is_of_devices) {
      const std::optional<std::size_t> group = group_of_host(plan_.scenario, event.host);
      if (!group || !targets(*waiting.fault, plan_.scenario.fleet[*group].name)) continue;
      counted = event.host;
    }
    if (++waiting.counts[counted] != trigger.nth) continue;
    strike_(*waiting.fault, event.time + trigger.after, counted);
  }
}

}  // namespace dialtone

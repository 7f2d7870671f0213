#include "scenarios/oracles/while_watch.h"

#include <algorithm>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"

namespace dialtone {

WhileWatch::WhileWatch(const OracleScope& scope, const OracleContext& context)
    : state_(scope.while_state), fault_(scope.while_fault), fleet_(context.fleet) {
  if (fault_.empty()) return;
  times_.resize(context.plan.device_count());
  for (const Fault& fault : context.plan.scenario.faults) {
    if (fault.name != fault_) continue;
    is_triggered_ = fault.when.has_value();
    if (!is_triggered_) plan_times(fault, context);
  }
}

void WhileWatch::plan_times(const Fault& fault, const OracleContext& context) {
  const Scenario& scenario = context.plan.scenario;
  const auto number = static_cast<std::size_t>(&fault - scenario.faults.data());
  DeviceNumber next = 0;
  for (const Group& group : scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      Time& time = times_[next++];
      if (has_window(fault.action)) {
        const bool is_meant = targets(fault, group.name);
        if (!is_meant || !hits(fault, scenario, device_key_of_host(scenario.fleet, device.name))) continue;
        time = {Moment(fault.at), Moment(fault.until)};
      } else if (number < device.fault_times.size() && device.fault_times[number] != kNotHit) {
        time = {device.fault_times[number], device.fault_times[number] + length_of(fault)};
      }
    }
  }
}

void WhileWatch::add_interests(Interests& interests) const {
  if (state_) interests.conditions |= mask_of(*state_);
  if (is_triggered_) interests.add_events<run_events::FaultStarted, run_events::FaultEnded>();
}

void WhileWatch::see(const SeenEvent& seen) {
  if (!is_triggered_ || seen.device == kNobody || seen.event.text(fields::kFault) != fault_) return;
  Time& time = times_[seen.device];
  if (seen.event.is<run_events::FaultStarted>()) time = {seen.event.time, kNever};
  if (seen.event.is<run_events::FaultEnded>()) time.end = seen.event.time;
}

bool WhileWatch::holds(Moment now, DeviceNumber device) const {
  if (device == kNobody) return false;
  if (state_) return fleet_.is(device, *state_);
  return times_[device].begin <= now && now < times_[device].end;
}

bool WhileWatch::has_held(DeviceNumber device, Moment end) const {
  return state_ ? fleet_.was_ever(device, *state_) : times_[device].begin <= end;
}

bool WhileWatch::has_held_within(DeviceNumber device, Moment from, Moment until) const {
  return !state_ && times_[device].begin <= until && from < times_[device].end;
}

std::string WhileWatch::why_never() const {
  if (state_) return "no device was " + std::string(to_text(*state_));
  return fault_ + (is_triggered_ ? " never began" : " hit nobody");
}

}  // namespace dialtone

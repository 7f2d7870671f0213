#include "scenarios/oracles/while_watch.h"

#include <algorithm>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"

namespace dialtone {

WhileWatch::WhileWatch(const OracleScope& scope, const OracleContext& context)
    : state_(scope.while_state), fault_(scope.while_fault), fleet_(context.fleet) {
  if (!is_there()) return;
  times_.resize(context.plan.device_count());
  if (state_) {
    for (DeviceNumber device = 0; device < times_.size(); ++device) follow_state(device, Moment{});
  }
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
      Span& time = times_[next++];
      if (!strikes_apart(fault.action)) {
        const bool is_meant = targets(fault, group.name);
        if (!is_meant || !hits(fault, scenario, device_key_of_host(scenario.fleet, device.name))) continue;
        time = {Moment(fault.at), Moment(fault.until)};
      } else if (number < device.fault_times.size() && device.fault_times[number] != kNotHit) {
        time = {device.fault_times[number], end_for_device(fault, device.fault_times[number])};
      }
    }
  }
}

void WhileWatch::add_interests(Interests& interests) const {
  if (state_) interests.conditions |= mask_of(*state_);
  if (is_triggered_) interests.add_events<run_events::FaultStarted, run_events::FaultEnded>();
}

void WhileWatch::begin(DeviceNumber device, Moment now) { times_[device] = {now, kNever}; }

void WhileWatch::end(DeviceNumber device, Moment now) {
  times_[device].end = now;
  ended_.push_back(last_time(device));
}

void WhileWatch::see(const SeenEvent& seen) {
  ended_.clear();
  if (!is_triggered_ || seen.device == kNobody || seen.event.text(fields::kFault) != fault_) return;
  if (seen.event.is<run_events::FaultStarted>()) begin(seen.device, seen.event.time);
  if (seen.event.is<run_events::FaultEnded>()) end(seen.device, seen.event.time);
}

void WhileWatch::changed(const SeenEvent& seen) {
  ended_.clear();
  if (!state_ || (seen.changed & mask_of(*state_)) == 0) return;
  if (seen.device != kNobody) return follow_state(seen.device, seen.event.time);
  // The event of a call agent that loses its bindings is about no single device but changes many.
  for (DeviceNumber device = 0; device < times_.size(); ++device) follow_state(device, seen.event.time);
}

void WhileWatch::follow_state(DeviceNumber device, Moment now) {
  const bool was_so = times_[device].begin != kNever && times_[device].end == kNever;
  const bool is_so = fleet_.is(device, *state_);
  if (is_so && !was_so) begin(device, now);
  if (was_so && !is_so) end(device, now);
}

bool WhileWatch::holds(Moment now, DeviceNumber device) const {
  if (device == kNobody) return false;
  if (state_) return fleet_.is(device, *state_);
  return times_[device].begin <= now && now < times_[device].end;
}

std::string WhileWatch::why_not(bool at_another_time) const {
  if (state_) return "no device was " + std::string(to_text(*state_)) + (at_another_time ? " at that time" : "");
  if (at_another_time) return fault_ + " lasted for no device at that time";
  return fault_ + (is_triggered_ ? " never began" : " hit nobody");
}

}  // namespace dialtone

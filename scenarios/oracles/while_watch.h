// The `while` of a scope: for each device separately, the time in which the device is in a state or in which a fault
// lasts for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class WhileWatch {
 public:
  WhileWatch(const OracleScope& scope, const OracleContext& context);

  // Returns true if the scope has a `while`.
  bool is_there() const { return state_.has_value() || !fault_.empty(); }
  void add_interests(Interests& interests) const;
  // Call with every event of interest.
  void see(const SeenEvent& seen);
  // Returns true if the device is in the state, or the fault lasts for it, at `now`. False for kNobody.
  bool holds(Moment now, DeviceNumber device) const;
  // Returns true if holds() was true for the device at some moment of a run that ended at `end`.
  bool has_held(DeviceNumber device, Moment end) const;
  // Returns true if the fault lasted for the device at some time of [from, until]. False for a state.
  bool has_held_within(DeviceNumber device, Moment from, Moment until) const;
  // Returns why holds() was true for no device: `no device was retrying`, `dark hit nobody`.
  std::string why_never() const;

 private:
  // The time in which the fault lasts for a device. For a fault with a trigger, its recorded events decide.
  struct Time {
    Moment begin = kNever;
    Moment end = kNever;
  };
  void plan_times(const Fault& fault, const OracleContext& context);

  std::optional<DeviceCondition> state_;
  std::string fault_;
  bool is_triggered_ = false;
  const FleetState& fleet_;
  // By device; empty if the `while` is not a fault.
  std::vector<Time> times_;
};

}  // namespace dialtone

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
  // Call with every event of interest, and with every change of a condition of interest.
  void see(const SeenEvent& seen);
  void changed(const SeenEvent& seen);
  // Returns true if the device is in the state, or the fault lasts for it, at `now`. False for kNobody.
  bool holds(Moment now, DeviceNumber device) const;
  // A time in which holds() is true for a device: from `begin` on and before `end`.
  struct Time {
    DeviceNumber device = kNobody;
    Moment begin = kNever;
    Moment end = kNever;
  };
  // Returns the device's last time, or the planned one; `begin` is kNever if there is none.
  Time last_time(DeviceNumber device) const { return {device, times_[device].begin, times_[device].end}; }
  // Returns the times that the last see() or changed() ended. Planned times are not among them.
  const std::vector<Time>& ended() const { return ended_; }
  // Returns why holds() was true for no device: `no device was retrying`, `dark hit nobody`. `at_another_time`: it was
  // true for one, but not when the rest of the scope was open.
  std::string why_not(bool at_another_time) const;

 private:
  struct Span {
    Moment begin = kNever;
    Moment end = kNever;
  };
  void plan_times(const Fault& fault, const OracleContext& context);
  void begin(DeviceNumber device, Moment now);
  void end(DeviceNumber device, Moment now);
  void follow_state(DeviceNumber device, Moment now);

  std::optional<DeviceCondition> state_;
  std::string fault_;
  bool is_triggered_ = false;
  const FleetState& fleet_;
  // By device: the time that last_time() returns; empty if there is no `while`. For a fault with a trigger, its
  // recorded events decide.
  std::vector<Span> times_;
  std::vector<Time> ended_;
};

}  // namespace dialtone

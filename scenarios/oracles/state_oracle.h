// Expects that at every moment all or a number of a group's devices are in a state, or that none ever is. Several
// changes at one moment are judged together after the moment, so that their order does not matter.
#pragma once

#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class StateOracle : public Oracle {
 public:
  StateOracle(std::string name, const AlwaysCondition& what, const OracleContext& context);
  // Judges "never any" as "always none".
  StateOracle(std::string name, const NeverCondition& what, const OracleContext& context)
      : StateOracle(std::move(name), AlwaysCondition{what.group, what.condition, what.scope, Quantity::kNone, {}},
                    context) {}

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override;
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  bool decided() const override { return scope_.decided(); }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override {
    return verdict != OracleVerdict::kFailed && !scope_.is_over(end);
  }

 private:
  // Returns true if the condition is about power, so that devices that are off are judged too.
  bool is_of_power() const { return condition_ == DeviceCondition::kOn || condition_ == DeviceCondition::kOff; }
  bool is_wrong(DeviceNumber device) const { return fleet_.is(device, condition_) != wanted_; }
  // `device` is the device that changed; kNobody: several devices changed, or the scope began or ended for all.
  void check(Moment now, DeviceNumber device);
  // Checks the group as a whole. `likely`: a device to name if the condition is violated.
  void check_all(Moment now, DeviceNumber likely);
  // Judges the last moment that was checked, once the moment is over.
  void settle();
  DeviceNumber some_wrong(DeviceNumber likely) const;
  // Checks a device for which the scope is open or not separately.
  void check_device(Moment now, DeviceNumber device);
  void note(Moment now, DeviceNumber device, std::uint64_t times);

  std::string name_;
  const FleetState& fleet_;
  std::size_t group_;
  DeviceCondition condition_;
  // True if devices must be in the state, false if they must not.
  bool wanted_;
  Quantity quantity_;
  Amount amount_;
  ScopeWatch scope_;
  // How many devices are in the wrong state beyond what the quantity permits: at the end of the last completed moment,
  // and at the current moment. Then the current moment, and one of the devices that are wrong at it.
  std::uint64_t wrong_ = 0;
  std::uint64_t unsettled_wrong_ = 0;
  Moment unsettled_ = kNever;
  DeviceNumber unsettled_device_ = kNobody;
  // How many devices are in the state at the current moment.
  std::uint64_t unsettled_count_ = 0;
  // By device, if each has its own scope: true if the device is in the wrong state.
  std::vector<bool> is_noted_;
  std::uint64_t times_ = 0;
  std::string first_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone

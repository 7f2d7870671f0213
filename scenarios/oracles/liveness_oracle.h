// Holds in every scenario: after every fault has ended and every device has been switched on, all healthy devices
// register within a bound, or by the scenario's end if that is earlier.
//
// Healthy devices are those of groups without an identity fault and without quirks, except devices that a fault
// changes until the scenario ends. If any other fault lasts to the scenario's end, no device is judged.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class LivenessOracle : public Oracle {
 public:
  LivenessOracle(Duration within, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override { look(seen.event.time); }
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override;
  bool decided() const override { return !asks() || met_at_ || missed_; }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  bool asks() const { return why_not_.empty(); }
  Moment deadline() const;
  bool are_registered() const;
  bool is_waiting(DeviceNumber device) const {
    return !context_.fleet.is(device, DeviceCondition::kRegistered) && !excused_.contains(device);
  }
  // Excuses the devices that a fault changes until the scenario's end. Second form: only those of one fault and group.
  void excuse_changed();
  void excuse_changed(std::size_t fault, std::size_t group);
  bool is_excuse(const FaultSpan& span) const;
  // Records which healthy devices are not registered.
  void note_waiting(Moment now);
  // Fills in the result of a run that ended at `end` before all healthy devices were registered.
  void judge_waiting(Moment end, OracleResult& result) const;

  const OracleContext context_;
  Duration within_;
  // The indices of the healthy groups.
  std::vector<std::size_t> healthy_;
  // The devices of healthy groups that need not register, and the names of the faults that excuse them.
  std::set<DeviceNumber> excused_;
  std::vector<std::string_view> excuses_;
  // The number of devices that must register.
  std::uint64_t asked_ = 0;
  // A text with the groups that are not judged, their sizes and the reasons.
  std::string left_out_;
  // The moment by which the last planned fault has ended and the last device is on.
  Moment start_{};
  // The number of faults that have begun and not ended, according to recorded events.
  std::uint64_t running_ = 0;
  // Why no device is judged; empty if the healthy devices are.
  std::string why_not_;
  std::optional<Moment> met_at_;
  bool missed_ = false;
  Moment looked_{};
  std::uint64_t waiting_ = 0;
  std::vector<std::string_view> names_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone

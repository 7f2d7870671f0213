// The record of a run as it grows: every event goes to the log, to the fleet's state and to the oracles.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/engine/fault_figures.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"
#include "scenarios/sites/event_log.h"
#include "world/events/record.h"

namespace dialtone {

class RunRecord : public Recorder {
 public:
  // `plan` must outlive it. `subscribers`: the user database, for who asks what it holds. `in_real_time`: faults begin
  // and end when they are noted, not at the plan's moments.
  RunRecord(const Plan& plan, EventLog log, SubscriberRows subscribers = {}, bool in_real_time = false);
  RunRecord(const RunRecord&) = delete;
  RunRecord& operator=(const RunRecord&) = delete;

  void record(const RecordedEvent& event) override;
  // Records fault.started or fault.ended, as the target's event.
  void note(const FaultMoment& moment);
  // To be called at each of look_moments().
  void look(Moment now);
  // The moments that are known by now. In real time the end of a fault can add some.
  std::vector<Moment> look_moments() const;

  // Every eventually is decided and every device has taken part: nothing is left to wait for.
  bool decided() const { return decided_; }
  // Called at each event, behind everything else: to follow the run.
  void on_event(std::function<void(const RecordedEvent&)> follow) { follow_ = std::move(follow); }

  const FleetState& fleet() const { return fleet_; }
  EventLog& log() { return log_; }
  // Of each of the plan's faults, in their order.
  const std::vector<FaultStrikes>& strikes() const { return strikes_; }
  // Whether a run that ended at `end` ended before its scenario's duration, and before everything was decided.
  bool is_cut_short(Moment end) const { return !decided_ && end < context_.end(); }
  // `is_cut_short`: a verdict that a longer run could still change becomes kUndecided.
  std::vector<OracleResult> judge(Moment end, bool is_cut_short = false) const;

 private:
  // Who wants to be told what.
  void ask_interests();
  // Whether anybody was told.
  bool tell(const SeenEvent& seen);
  void decide(Moment now);
  // Of a fault with a trigger that is to begin at `at`; `host`: of the device that it strikes, or empty.
  void expect_strike(const Fault& fault, Moment at, std::string_view host);
  void count_start(const RecordedEvent& event);

  const Plan& plan_;
  EventLog log_;
  FleetState fleet_;
  std::vector<FaultSpan> spans_;
  OracleContext context_;
  std::vector<std::unique_ptr<Oracle>> oracles_;
  std::unordered_map<std::uint64_t, std::vector<Oracle*>> by_event_;
  std::vector<std::pair<ConditionMask, Oracle*>> by_condition_;
  std::vector<Oracle*> of_everything_;
  std::function<void(const RecordedEvent&)> follow_;
  bool has_eventually_ = false;
  // Until when the run goes on whatever is decided: what must hold all the time must hold under every fault.
  Moment goes_on_until_{};
  bool decided_ = false;
  // Faults that the run itself brings about: until when those last that have been brought about.
  Triggers triggers_;
  Moment struck_until_{};
  std::vector<FaultStrikes> strikes_;
};

}  // namespace dialtone

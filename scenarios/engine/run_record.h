// The growing record of a run: passes every event to the log, the fleet's state and the oracles.
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
  // `plan` must outlive the record. `subscribers` reads the user database for oracles that need it. With
  // `in_real_time`, faults begin and end when note() says so, not at the plan's moments. `controls`: what the plan's
  // control runs measured.
  RunRecord(const Plan& plan, EventLog log, SubscriberRows subscribers = {}, bool in_real_time = false,
            ControlValues controls = {});
  RunRecord(const RunRecord&) = delete;
  RunRecord& operator=(const RunRecord&) = delete;

  void record(const RecordedEvent& event) override;
  // Records fault.started or fault.ended, as an event of the host that recorded_host_of() names.
  void note(const FaultMoment& moment);
  // Call at each moment from look_moments().
  void look(Moment now);
  // Returns the moments for look(), as far as they are known now. In real time, the end of a fault can add moments.
  std::vector<Moment> look_moments() const;

  // Returns true if the run need not continue: the scenario has an `eventually`, every oracle is decided, every device
  // has been switched on, and no triggered fault or load still lasts.
  bool decided() const { return decided_; }
  // Sets a function that is called for each event, after the event was recorded and judged.
  void on_event(std::function<void(const RecordedEvent&)> follow) { follow_ = std::move(follow); }

  const FleetState& fleet() const { return fleet_; }
  EventLog& log() { return log_; }
  // An element for each of the plan's faults, in order.
  const std::vector<FaultStrikes>& strikes() const { return strikes_; }
  // Returns true if a run that ended at `end` ended before its duration and before everything was decided.
  bool is_cut_short(Moment end) const { return !decided_ && end < context_.end(); }
  // If `is_cut_short`, a verdict that a longer run could still change becomes kUndecided.
  std::vector<OracleResult> judge(Moment end, bool is_cut_short = false) const;

 private:
  // Asks each oracle which events and conditions it must be notified of.
  void ask_interests();
  // If the group is a load, the run continues until the load is over.
  void await_load(const Group& group);
  // Notifies the oracles that are interested in the event; returns true if any is.
  bool tell(const SeenEvent& seen);
  void decide(Moment now);
  // Notes when a fault with a trigger is to begin; `host` is the host of the struck device, or empty.
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
  // True if an expectation compares with a control run: this run and the control run then last for the whole duration.
  bool lasts_whole_ = false;
  // The run continues until this moment even if everything is decided, so that `always` and `never` are judged under
  // every fault.
  Moment goes_on_until_{};
  // When the last load ends; zero if the run does not wait for that.
  Moment loads_end_{};
  bool decided_ = false;
  // Determines when triggered faults strike, and the moment when the effects of all faults triggered so far have ended.
  Triggers triggers_;
  Moment struck_until_{};
  std::vector<FaultStrikes> strikes_;
};

}  // namespace dialtone

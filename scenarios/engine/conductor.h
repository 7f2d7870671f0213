// Carries a plan out: starts the servers, switches the devices on, applies the faults, and ends the run. The same in
// every world: worlds differ only in the sites on which the parties live.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/engine/run_record.h"
#include "scenarios/engine/stopwatch.h"
#include "scenarios/engine/subscriber_changes.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/sites/site.h"
#include "scenarios/sites/world_site.h"
#include "subscribers/sqlite/sqlite_store.h"

namespace dialtone {

class Conductor {
 public:
  // `plan`, `options` and `store`, the user database in the run's directory, must outlive the conductor. Results go to
  // `summary`. `controls`: what the plan's control runs measured.
  Conductor(const Plan& plan, const RunOptions& options, RunSummary& summary, EventLog log,
            SqliteSubscriberStore& store, ControlValues controls);

  void carry_out();

 private:
  bool is_simulated() const { return world_.simulated != nullptr; }
  Moment now() const { return world_.world->now(); }
  // The only place that chooses between a real and a virtual world.
  RunWorld make_world();
  void make_sites();
  void add_processes(const SiteContext& context);

  // --- the beginning ---
  bool start_servers();
  void note_server(const RecordedEvent& event);
  void schedule();
  // Records the beginnings and ends of planned faults. At one moment, a fault's beginning is recorded before its
  // effects, and its end after them.
  void note_faults();
  // In real time, a fault of a server ends when its length has passed since it actually began.
  void note_ends_of_servers();
  void schedule_changes();
  // Schedules the looks (Oracle::look()) that are not scheduled yet.
  void schedule_looks();
  // Calls `action` at `moment`, unless the run has ended by then.
  void at(Moment moment, std::function<void()> action);
  // As at(), but after everything else at that moment, such as the return of power.
  void at_last(Moment moment, std::function<void()> action);

  // --- faults ---
  //
  // Applies a triggered fault.
  void strike(const Fault& fault);
  void change(const Fault& fault);
  bool is_noted_by_a_site(const Fault& fault) const;
  // For a fault that strikes devices: records its beginning when the first site reports it, and its end when the last
  // site reports it.
  void note_of_site(const FaultMoment& moment);

  // --- the course ---
  void see(const RecordedEvent& event);
  // Takes an event from outside this process.
  void hear(const RecordedEvent& event);
  void turn();
  // Ends the run when every expectation is decided. `thoroughly`: checks clocks and stop requests in this call, not
  // only in some calls.
  void watch(bool thoroughly);
  // Makes the run invalid and ends it soon. Keeps only the first reason, since later failures may follow from it.
  void fail(std::string reason);
  bool goes_on() const { return summary_.reasons.empty() && !was_stopped_; }

  // --- the end ---
  void finish();
  // Waits for servers that are starting, so that a server that hangs is noticed even in a short run.
  void await_started_servers();
  void empty_sites();
  // Makes the run invalid if the load generator's own timers were late.
  void judge_timers();

  const Plan& plan_;
  const RunOptions& options_;
  RunSummary& summary_;
  SubscriberChanges subscribers_;
  SqliteSubscriberStore& store_;
  RunRecord record_;
  FaultTally tally_;
  Triggers triggers_;
  Stopwatch stopwatch_;
  Duration next_watch_{};
  std::uint64_t since_watch_ = 0;
  ServerEndpoints servers_;
  std::set<Moment> looks_;
  // By the index of a fault that strikes devices: on how many sites it has begun, and on how many it has ended.
  std::vector<std::uint32_t> begun_;
  std::vector<std::uint32_t> ended_;
  bool was_stopped_ = false;
  bool is_over_ = false;
  RunWorld world_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::uint32_t device_sites_ = 0;
  // The maximum delay between an event and its report to the conductor.
  Duration latency_{};
};

}  // namespace dialtone

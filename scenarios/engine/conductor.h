// Carries a plan out: starts the servers, gives the devices their power, has faults strike, and ends the run. The same
// in every world: worlds differ in the sites on which the parties live.
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
  // `plan`, `options` and `store`, the user database in the run's directory, must outlive it; what it finds goes to
  // `summary`.
  Conductor(const Plan& plan, const RunOptions& options, RunSummary& summary, EventLog log,
            SqliteSubscriberStore& store);

  void carry_out();

 private:
  bool is_simulated() const { return world_.simulated != nullptr; }
  Moment now() const { return world_.world->now(); }
  // Real or virtual: chosen here, once.
  RunWorld make_world();
  void make_sites();
  void add_processes(const SiteContext& context);

  // --- the beginning ---
  bool start_servers();
  void note_server(const RecordedEvent& event);
  void schedule();
  // At one moment, a fault's beginning is recorded before the fault's acts, and its end after them.
  void note_faults();
  // In real time a fault of a server ends when its length has passed since it has begun.
  void note_ends_of_servers();
  void schedule_changes();
  // The looks that the oracles ask for and that are not scheduled yet.
  void schedule_looks();
  // Unless the run is over by then.
  void at(Moment moment, std::function<void()> action);
  // After what is done at that moment anyway, such as giving power back.
  void at_last(Moment moment, std::function<void()> action);

  // --- faults ---
  // Of a fault that the run itself brings about.
  void strike(const Fault& fault);
  void change(const Fault& fault);
  bool is_noted_by_a_site(const Fault& fault) const;
  // Of a fault of devices: it begins with the first site that has it begin, and ends with the last.
  void note_of_site(const FaultMoment& moment);

  // --- the course ---
  void see(const RecordedEvent& event);
  // Of somebody who lives outside of this process.
  void hear(const RecordedEvent& event);
  void turn();
  // Ends the run when all is decided. `thoroughly`: looks at clocks and wishes now, and not only now and then.
  void watch(bool thoroughly);
  // Makes the run invalid, and ends it soon. Whatever else fails after that follows from it.
  void fail(std::string reason);
  bool goes_on() const { return summary_.reasons.empty() && !was_stopped_; }

  // --- the end ---
  void finish();
  // However soon the run ends, a server that hangs as it starts is found.
  void await_started_servers();
  void empty_sites();
  // A load generator that was late was the bottleneck itself.
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
  // By the number of a fault of devices: how many sites have had it begin, and end.
  std::vector<std::uint32_t> begun_;
  std::vector<std::uint32_t> ended_;
  bool was_stopped_ = false;
  bool is_over_ = false;
  RunWorld world_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::uint32_t device_sites_ = 0;
  // By how much later an event may be told than it has happened.
  Duration latency_{};
};

}  // namespace dialtone

// Where parties of a run live: a world in this process, or a child process. The conductor (scenarios/engine) uses the
// same interface for all.
#pragma once

#include <functional>
#include <string>

#include "scenarios/faults/fault_moments.h"
#include "scenarios/faults/fault_tally.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "values/result.h"
#include "world/events/record.h"
#include "world/world.h"

namespace dialtone {

// What a site is given and whom it notifies. Everything it refers to must outlive the site.
struct SiteContext {
  const Plan& plan;
  // The run's clock; parties in this process live in this world.
  World& world;
  FaultTally& tally;
  // Called when a fault of the plan has begun or ended here. May be empty.
  std::function<void(const FaultMoment&)> note = {};
  // Called when a party outside `world` has recorded an event.
  std::function<void(const RecordedEvent&)> record = {};
  // Calls a function at a moment, unless the run is over by then.
  std::function<void(Moment, std::function<void()>)> at = {};
  // Reports that the environment has failed, which makes the run invalid.
  std::function<void(std::string reason)> fail = {};
};

class Site {
 public:
  Site() = default;
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  virtual ~Site() = default;

  // Starts the servers that live here; each records server.started or server.failed.
  virtual void start_servers() = 0;
  // From this call on, devices are switched on and faults are applied here as planned. `servers` are the addresses of
  // all servers; a site without devices may get an empty one, before the addresses are known.
  virtual void begin(const ServerEndpoints& servers) = 0;
  // Applies a triggered fault now to those of its targets that live here. `until` is the end of its effect.
  virtual void strike(const Fault& fault, Moment until) = 0;
  // Called with every event of the run: some faults wait for an event.
  virtual void see(const RecordedEvent& /*event*/) {}
  // Prints what each coroutine waits for to standard error.
  virtual void describe() = 0;

  // Returns true if devices live here.
  virtual bool has_devices() const = 0;
  // True if this site reports the end of the fault. False: the conductor records the end when the fault's length has
  // passed.
  virtual bool notes_end_of(const Fault& /*fault*/) const { return false; }
  // The maximum delay between an event and its report.
  virtual Duration latency() const { return {}; }
  // Returns true if a restarted server does not serve yet.
  virtual bool awaits_server() const { return false; }

  // --- the end ---
  //
  // Asks all parties to leave, because the run is over.
  virtual void leave() {}
  virtual bool has_left() { return true; }
  // Ends the parties that have not left by themselves, and reports them through context.fail().
  virtual void end() {}
  // Call after the run's end. Returns the 99th percentile of the lateness of timers in milliseconds on a site with
  // devices; 0 in simulated time. Fails if the value is not known.
  virtual Result<double> timer_lag_p99_ms() const = 0;
};

}  // namespace dialtone

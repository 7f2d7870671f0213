// Where parties of a run live: in this process's world, in a child process or, one day, on a machine far away. The
// conductor (scenarios/engine) speaks to all of them in the same way.
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

// What a site is given, and whom it tells what. What it refers to outlives the site.
struct SiteContext {
  const Plan& plan;
  // The run's clock, and who lives in this process lives there.
  World& world;
  FaultTally& tally;
  // A fault of the plan has begun or ended here. May be empty.
  std::function<void(const FaultMoment&)> note = {};
  // Somebody who lives outside of `world` has recorded something.
  std::function<void(const RecordedEvent&)> record = {};
  // Does something at a moment, unless the run is over by then.
  std::function<void(Moment, std::function<void()>)> at = {};
  // The environment has failed, and the run says nothing: why.
  std::function<void(std::string reason)> fail = {};
};

class Site {
 public:
  Site() = default;
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  virtual ~Site() = default;

  // Starts the servers that live here: each records server.started or server.failed.
  virtual void start_servers() = 0;
  // From now on devices get their power here, and faults strike here, as the plan has it. `servers`: where all servers
  // serve; a site without devices also takes none, before they are known.
  virtual void begin(const ServerEndpoints& servers) = 0;
  // Does to those who live here what a fault with a trigger does, now. `until`: the end of what it does.
  virtual void strike(const Fault& fault, Moment until) = 0;
  // Told every event of the run: some faults wait for one.
  virtual void see(const RecordedEvent& /*event*/) {}
  // Prints who awaits what to standard error.
  virtual void describe() = 0;

  // Whether devices live here.
  virtual bool has_devices() const = 0;
  // Whether the end of a fault is noted here, and not when its length has passed.
  virtual bool notes_end_of(const Fault& /*fault*/) const { return false; }
  // By how much later an event may be told than it has happened.
  virtual Duration latency() const { return {}; }
  // Whether a server that has started again does not serve yet.
  virtual bool awaits_server() const { return false; }

  // --- the end ---
  // Asks everybody to leave, as the run is over.
  virtual void leave() {}
  virtual bool has_left() { return true; }
  // Ends at once who has not left; context.fail() is told.
  virtual void end() {}
  // After the end: how late 99 % of the timers came at the most, in milliseconds, where devices live; 0 where time is
  // simulated. Fails where nobody knows.
  virtual Result<double> timer_lag_p99_ms() const = 0;
};

}  // namespace dialtone

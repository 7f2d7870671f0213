#include "scenarios/engine/run.h"

#include <iostream>
#include <set>
#include <sstream>

#include "scenarios/engine/cast.h"
#include "scenarios/engine/leaks.h"
#include "scenarios/engine/part.h"
#include "scenarios/engine/processes.h"
#include "scenarios/engine/run_record.h"
#include "scenarios/engine/server_start.h"
#include "scenarios/engine/servers.h"
#include "scenarios/engine/stopwatch.h"
#include "scenarios/engine/subscriber_changes.h"
#include "scenarios/faults/triggers.h"
#include "subscribers/sqlite_store.h"
#include "values/readable_duration.h"
#include "world/real/real_world.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kServersStartWithin = seconds(10);
constexpr std::size_t kStalledHostsShown = 10;

// One run in this process, in the virtual or in the real world.
class Run {
 public:
  Run(const Plan& plan, const RunOptions& options, RunSummary& summary, EventLog log, SqliteSubscriberStore& store)
      : plan_(plan),
        options_(options),
        summary_(summary),
        record_(
            plan, std::move(log), [&store] { return store.all(); }, options.world != WorldKind::kVirtual),
        store_(store),
        tally_(plan.scenario) {}

  void carry_out();

 private:
  void make_world();
  Result<ServerEndpoints> start_servers(Servers& servers);
  void note_server(const RecordedEvent& event);
  // `thoroughly`: looks at signals and clocks now, and not only now and then.
  void watch(bool thoroughly);
  void finish(RunEnd end);
  void note_faults();
  // Schedules the recorded ends of the servers' faults in real time. To be called after schedule_faults(), so that a
  // fault's end is recorded after the fault's last act at the same moment.
  void note_ends_of_servers();
  // Schedules the looks that the oracles ask for and that are not scheduled yet.
  void schedule_looks();
  void schedule_changes(SubscriberChanges& subscribers);
  void change(const Fault& fault, SubscriberChanges& subscribers);
  // Behind what the run itself does at that moment, such as giving power back.
  void at_last(Moment moment, std::function<void()> action);
  // Of a fault that the run itself brings about.
  void strike_later(const Fault& fault, Moment at, Servers& parties, Cast& cast, SubscriberChanges& subscribers);

  const Plan& plan_;
  const RunOptions& options_;
  RunSummary& summary_;
  RunRecord record_;
  SqliteSubscriberStore& store_;
  FaultTally tally_;
  Stopwatch stopwatch_;
  Duration next_watch_{};
  std::uint64_t since_watch_ = 0;
  ServerEndpoints servers_;
  std::set<Moment> looks_;
  // The world is one of the two.
  RealWorld* real_ = nullptr;
  VirtualWorld* virtual_ = nullptr;
  std::unique_ptr<World> world_;
};

// Real or virtual: chosen here, once.
void Run::make_world() {
  if (options_.world == WorldKind::kVirtual) {
    std::unique_ptr<VirtualWorld> simulated = make_virtual_world({.seed = plan_.scenario.seed, .recorder = &record_});
    virtual_ = simulated.get();
    world_ = std::move(simulated);
    return;
  }
  RealWorldConfig config;
  config.seed = plan_.scenario.seed;
  config.recorder = &record_;
  std::unique_ptr<RealWorld> real = make_real_world(config);
  real_ = real.get();
  world_ = std::move(real);
}

void Run::note_server(const RecordedEvent& event) {
  const std::optional<ServerStart> start = server_start(event);
  if (!start) return;
  if (!start->endpoint) {
    summary_.reasons.push_back(std::string(event.host) + " did not start: " + start->failure);
    return;
  }
  if (const std::optional<ServerKind> kind = server_on_host(event.host)) servers_[*kind] = start->endpoint;
}

Result<ServerEndpoints> Run::start_servers(Servers& servers) {
  for (const ServerKind kind : servers_of(plan_.scenario)) servers.start(kind);
  // In the virtual world nothing but the plan decides where they are, and no time has passed.
  if (real_ == nullptr) return simulated_servers(plan_.scenario);
  const Moment deadline = world_->now() + kServersStartWithin;
  while (!servers_.complete(plan_.scenario) && summary_.reasons.empty() && world_->now() < deadline) {
    world_->run(world_->now() + milliseconds(10));
  }
  if (servers_.complete(plan_.scenario)) return servers_;
  return Failure{"the servers did not start"};
}

// Called at each event: ends the run when all is decided, and looks at this machine's clock now and then.
void Run::watch(bool thoroughly) {
  if (record_.decided()) world_->stop();
  constexpr std::uint64_t kEventsBetween = 512;
  if (!thoroughly && ++since_watch_ < kEventsBetween) return;
  since_watch_ = 0;
  if (options_.interrupted != nullptr && options_.interrupted->load()) world_->interrupt();
  if (options_.describe != nullptr && options_.describe->exchange(false)) {
    world_->describe(std::cerr, kStalledHostsShown);
  }
  const Duration wall = stopwatch_.wall();
  if (wall < next_watch_) return;
  next_watch_ = wall + milliseconds(100);
  if (options_.progress) {
    options_.progress({&record_.fleet(), world_->now(), Moment(plan_.scenario.duration), wall});
  }
  if (options_.time_limit > Duration::zero() && wall > options_.time_limit) {
    if (summary_.reasons.empty())
      summary_.reasons.push_back("the time limit of " + readable_duration(options_.time_limit) + " passed");
    world_->stop();
  }
}

void Run::carry_out() {
  make_world();
  Servers parties(plan_, *world_, real_ == nullptr, store_, &tally_);
  Cast cast(plan_, *world_, virtual_, [this](const FaultMoment& moment) { record_.note(moment); }, &tally_);
  SubscriberChanges subscribers(plan_, store_);
  Triggers triggers(plan_, false, true, [&](const Fault& fault, Moment at, std::string_view) {
    strike_later(fault, at, parties, cast, subscribers);
  });
  record_.on_event([&](const RecordedEvent& event) {
    note_server(event);
    cast.see(event);
    triggers.see(event);
    if (real_ != nullptr && event.name == "fault.ended") schedule_looks();
    watch(false);
  });
  const Result<ServerEndpoints> servers = start_servers(parties);
  if (!servers) {
    summary_.reasons.push_back(servers.error().reason);
    finish(RunEnd::kStopped);
    return;
  }
  const Result<void> imported = subscribers.import(*servers);
  if (!imported) {
    summary_.reasons.push_back(imported.error().reason);
    finish(RunEnd::kStopped);
    return;
  }
  note_faults();
  cast.schedule_devices(*servers);
  parties.schedule_faults(*servers, true);
  schedule_changes(subscribers);
  if (real_ != nullptr) note_ends_of_servers();
  schedule_looks();
  const Moment end(plan_.scenario.duration);
  // In slices, so that signals and limits are seen in a world where nothing is recorded, too.
  const Duration slice = real_ == nullptr ? Duration(seconds(1)) : Duration(milliseconds(50));
  RunEnd reason = RunEnd::kUntil;
  do {
    reason = world_->run(std::min(end, world_->now() + slice));
    watch(true);
  } while (reason == RunEnd::kUntil && world_->now() < end && !record_.decided() && summary_.reasons.empty());
  finish(reason);
}

// At one moment, a fault's beginning is recorded before the fault's acts, and its end after them.
void Run::note_faults() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    // In real time the cast records the faults of devices, and faults end a little after the plan's moments.
    if (real_ != nullptr && (moment.is_end || !is_server(moment.fault->target))) continue;
    const auto note = [this, moment] { record_.note(moment); };
    moment.is_end ? at_last(moment.at, note) : world_->at(moment.at, note);
  }
}

void Run::note_ends_of_servers() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    const Fault& fault = *moment.fault;
    if (moment.is_end || !is_server(fault.target)) continue;
    world_->at(moment.at, [this, &fault] {
      world_->at(world_->now() + length_of(fault), [this, &fault] { record_.note({world_->now(), &fault, true}); });
    });
  }
}

void Run::schedule_looks() {
  for (const Moment moment : record_.look_moments()) {
    if (!looks_.insert(moment).second) continue;
    at_last(moment, [this] {
      record_.look(world_->now());
      watch(true);
    });
  }
}

void Run::at_last(Moment moment, std::function<void()> action) {
  world_->at(moment, [this, action = std::move(action)] { world_->at(world_->now(), action); });
}

void Run::schedule_changes(SubscriberChanges& subscribers) {
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.when || !std::holds_alternative<ChangeAction>(fault.action)) continue;
    world_->at(Moment(fault.at), [this, &fault, &subscribers] { change(fault, subscribers); });
  }
}

void Run::change(const Fault& fault, SubscriberChanges& subscribers) {
  const Result<void> changed = subscribers.apply(std::get<ChangeAction>(fault.action));
  if (!changed) summary_.reasons.push_back(fault.name + ": " + changed.error().reason);
}

void Run::strike_later(const Fault& fault, Moment at, Servers& parties, Cast& cast, SubscriberChanges& subscribers) {
  world_->at(at, [this, &fault, &parties, &cast, &subscribers] {
    const Moment end = world_->now() + length_of(fault);
    record_.note({world_->now(), &fault, false});
    if (std::holds_alternative<ChangeAction>(fault.action)) {
      change(fault, subscribers);
    } else {
      is_server(fault.target) ? parties.strike(fault, end) : cast.strike(fault);
    }
    world_->at(end, [this, &fault] { record_.note({world_->now(), &fault, true}); });
  });
}

void Run::finish(RunEnd end) {
  const Moment now = world_->now();
  record_.look(now);
  if (end == RunEnd::kLivelock) summary_.reasons.push_back("very many events without progress of time");
  if (real_ != nullptr) {
    summary_.timer_lag_p99_ms = real_->timer_lag_p99_ms();
    if (summary_.timer_lag_p99_ms > kMostTimerLagMs) {
      summary_.reasons.push_back("this machine was the bottleneck: its own timers came up to " +
                                 std::to_string(static_cast<int>(summary_.timer_lag_p99_ms)) + " ms late (p99)");
    }
  } else {
    summary_.fingerprint = world_->fingerprint();
  }
  summarize(plan_, record_, now, end == RunEnd::kInterrupted, summary_, tally_);
  if (summary_.result != RunResult::kPassed) {
    std::ostringstream stall;
    world_->describe(stall, kStalledHostsShown);
    summary_.stall = stall.str();
    hide_leaks(Secrets(plan_, record_.fleet().identities()), {}, summary_);
  }
  summary_.wall = stopwatch_.wall();
  summary_.processor = stopwatch_.processor();
  world_->end_hosts();
}

}  // namespace

RunSummary run_plan(const Plan& plan, const RunOptions& options) {
  RunSummary summary = begin_summary(plan, options);
  Result<EventLog> log = EventLog::create(options.directory / "events.jsonl");
  const std::string database = database_in(options.directory).string();
  Result<std::unique_ptr<SqliteSubscriberStore>> store =
      SqliteSubscriberStore::open(database, SqliteSubscriberStore::Mode::kReadWriteCreate);
  if (!log) summary.reasons.push_back(log.error().reason);
  if (!store) summary.reasons.push_back(store.error().reason);
  if (!summary.reasons.empty()) {
    summary.result = RunResult::kInvalid;
    return summary;
  }
  if (options.world == WorldKind::kProcesses) {
    run_in_processes(plan, options, std::move(*log), **store, summary);
  } else {
    Run(plan, options, summary, std::move(*log), **store).carry_out();
  }
  return summary;
}

std::vector<std::string> cannot_exist_in(const Scenario& scenario, WorldKind world) {
  std::vector<std::string> reasons;
  if (world == WorldKind::kVirtual) return reasons;
  const auto refuse = [&](const Place& place, const std::string& reason) {
    const std::size_t file = static_cast<std::size_t>(place.file);
    const std::string& path = file == 0 ? scenario.path : scenario.included[file - 1];
    reasons.push_back(path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + reason +
                      ", so it exists only with --world virtual");
  };
  if (!scenario.network.empty()) refuse(scenario.network_place, "network: a link is simulated");
  for (const NatSettings& nat : scenario.nats) refuse(nat.place, nat.name + ": a NAT is simulated");
  for (const Fault& fault : scenario.faults) {
    if (fault.match.unsolicited) {
      refuse(fault.place, fault.name + ": a relay sees nothing that comes from where nothing was sent to");
    }
    const auto* names = std::get_if<NameAction>(&fault.action);
    const Result<IpAddress> to = parse_ip_address(names == nullptr ? "" : names->to);
    if (to && !to->is_loopback()) refuse(fault.place, fault.name + ": " + names->to + " is not on the loopback");
  }
  return reasons;
}

}  // namespace dialtone

#include "scenarios/engine/run.h"

#include <iostream>
#include <sstream>

#include "scenarios/engine/cast.h"
#include "scenarios/engine/part.h"
#include "scenarios/engine/processes.h"
#include "scenarios/engine/run_record.h"
#include "scenarios/engine/server_start.h"
#include "scenarios/engine/servers.h"
#include "scenarios/engine/stopwatch.h"
#include "subscribers/sqlite_store.h"
#include "world/real/real_world.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kServersStartWithin = seconds(10);
constexpr std::size_t kStalledHostsShown = 10;
// A load generator whose own timers come later than this was the bottleneck itself.
constexpr double kMostTimerLagMs = 50;

// One run in this process, in the virtual or in the real world.
class Run {
 public:
  Run(const Plan& plan, const RunOptions& options, RunSummary& summary, EventLog log, SqliteSubscriberStore& store)
      : plan_(plan), options_(options), summary_(summary), record_(plan, std::move(log)), store_(store) {}

  void carry_out();

 private:
  void make_world();
  Result<ServerEndpoints> start_servers(Servers& servers);
  void note_server(const RecordedEvent& event);
  // `thoroughly`: looks at signals and clocks now, and not only now and then.
  void watch(bool thoroughly);
  void finish(RunEnd end);

  const Plan& plan_;
  const RunOptions& options_;
  RunSummary& summary_;
  RunRecord record_;
  SqliteSubscriberStore& store_;
  Stopwatch stopwatch_;
  Duration next_watch_{};
  std::uint64_t since_watch_ = 0;
  ServerEndpoints servers_;
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
      summary_.reasons.push_back("the time limit of " + to_text(options_.time_limit) + " passed");
    world_->stop();
  }
}

void Run::carry_out() {
  make_world();
  Servers parties(plan_, *world_, real_ == nullptr, store_);
  Cast cast(plan_, *world_, virtual_);
  record_.on_event([this](const RecordedEvent& event) {
    note_server(event);
    watch(false);
  });
  const Result<ServerEndpoints> servers = start_servers(parties);
  if (!servers) {
    summary_.reasons.push_back(servers.error().reason);
    finish(RunEnd::kStopped);
    return;
  }
  const Result<std::uint64_t> imported = store_.import(plan_subscribers(plan_, *servers));
  if (!imported) {
    summary_.reasons.push_back(imported.error().reason);
    finish(RunEnd::kStopped);
    return;
  }
  cast.schedule_devices(*servers);
  parties.schedule_faults(*servers, true);
  for (const FaultMoment& moment : fault_moments(plan_)) {
    world_->at(moment.at, [this, moment] { record_.note(moment); });
  }
  const Moment end(plan_.scenario.duration);
  for (const Moment moment : record_.look_moments()) {
    world_->at(moment, [this] {
      record_.look(world_->now());
      watch(true);
    });
  }
  // In slices, so that signals and limits are seen in a world where nothing is recorded, too.
  const Duration slice = real_ == nullptr ? Duration(seconds(1)) : Duration(milliseconds(50));
  RunEnd reason = RunEnd::kUntil;
  do {
    reason = world_->run(std::min(end, world_->now() + slice));
    watch(true);
  } while (reason == RunEnd::kUntil && world_->now() < end && !record_.decided() && summary_.reasons.empty());
  finish(reason);
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
  summarize(plan_, record_, now, end == RunEnd::kInterrupted, summary_);
  if (summary_.result != RunResult::kPassed) {
    std::ostringstream stall;
    world_->describe(stall, kStalledHostsShown);
    summary_.stall = stall.str();
  }
  summary_.wall = stopwatch_.wall();
  summary_.processor = stopwatch_.processor();
  world_.reset();
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
    reasons.push_back(scenario.path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
                      reason + ", so it exists only with --world virtual");
  };
  if (!scenario.network.empty()) refuse(scenario.network_place, "network: a link is simulated");
  for (const NatSettings& nat : scenario.nats) refuse(nat.place, nat.name + ": a NAT is simulated");
  for (const Fault& fault : scenario.faults) {
    if (std::holds_alternative<DropPacketsAction>(fault.action)) {
      refuse(fault.place, fault.name + ": the loss of packets is simulated");
    }
  }
  return reasons;
}

}  // namespace dialtone

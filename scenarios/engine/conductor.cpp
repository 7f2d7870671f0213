#include "scenarios/engine/conductor.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <sstream>
#include <utility>

#include "scenarios/engine/last_words.h"
#include "scenarios/engine/leaks.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/sites/process_site.h"
#include "values/readable_duration.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kServersStartWithin = seconds(10);
constexpr Duration kPartiesLeaveWithin = seconds(5);
constexpr Duration kWait = milliseconds(10);
constexpr std::size_t kStalledHostsShown = 10;

}  // namespace

Conductor::Conductor(const Plan& plan, const RunOptions& options, RunSummary& summary, EventLog log,
                     SqliteSubscriberStore& store, ControlValues controls)
    : plan_(plan),
      options_(options),
      summary_(summary),
      subscribers_(plan, store),
      store_(store),
      record_(
          plan, std::move(log), [&store] { return store.all(); }, options.world != WorldKind::kVirtual,
          std::move(controls)),
      tally_(plan.scenario),
      triggers_(plan, false, true,
                [this](const Fault& fault, Moment moment, std::string_view) {
                  at(moment, [this, &fault] { strike(fault); });
                }),
      begun_(plan.scenario.faults.size()),
      ended_(plan.scenario.faults.size()),
      world_(make_world()) {
  record_.on_event([this](const RecordedEvent& event) { see(event); });
  make_sites();
}

RunWorld Conductor::make_world() {
  if (options_.world == WorldKind::kVirtual) {
    VirtualWorldConfig config{.seed = plan_.scenario.seed, .recorder = &record_};
    if (options_.most_events_at_one_moment > 0) config.most_events_at_one_moment = options_.most_events_at_one_moment;
    return run_world(config);
  }
  RealWorldConfig config;
  config.seed = plan_.scenario.seed;
  config.recorder = &record_;
  config.start = std::chrono::time_point_cast<std::chrono::system_clock::duration>(summary_.started);
  return run_world(config);
}

void Conductor::make_sites() {
  const SiteContext context{
      .plan = plan_,
      .world = *world_.world,
      .tally = tally_,
      .note = [this](const FaultMoment& moment) { note_of_site(moment); },
      .record = [this](const RecordedEvent& event) { hear(event); },
      .at = [this](Moment moment, std::function<void()> action) { at(moment, std::move(action)); },
      .fail = [this](std::string reason) { fail(std::move(reason)); }};
  if (options_.world == WorldKind::kProcesses) {
    add_processes(context);
  } else {
    const Residents all{.servers = servers_of(plan_.scenario), .devices = DeviceShare{}};
    sites_.push_back(std::make_unique<WorldSite>(context, world_, all, &store_));
  }
  for (const std::unique_ptr<Site>& site : sites_) {
    if (site->has_devices()) ++device_sites_;
    latency_ = std::max(latency_, site->latency());
  }
}

void Conductor::add_processes(const SiteContext& context) {
  const ProcessOrigin origin{options_.executable, options_.plan_file, options_.directory, summary_.started};
  for (const ServerKind kind : servers_of(plan_.scenario)) {
    sites_.push_back(std::make_unique<ProcessSite>(context, *world_.real, origin, kind));
  }
  for (std::uint32_t number = 0; number < options_.device_processes; ++number) {
    const DeviceShare share{number, options_.device_processes};
    sites_.push_back(std::make_unique<ProcessSite>(context, *world_.real, origin, share));
  }
}

void Conductor::carry_out() {
  const LastWords last_words(plan_.scenario.seed, options_.repeat, *world_.world, record_.log(), options_.at_abort);
  if (start_servers()) {
    const Result<void> imported = subscribers_.import(servers_);
    if (!imported) fail(imported.error().reason);
  }
  if (goes_on()) {
    schedule();
    turn();
  }
  finish();
}

// --- the beginning ---

bool Conductor::start_servers() {
  for (const std::unique_ptr<Site>& site : sites_) site->start_servers();
  // In the virtual world the plan alone decides the servers' addresses, and no time has passed.
  if (is_simulated()) servers_ = simulated_servers(plan_.scenario);
  const Moment deadline = now() + kServersStartWithin;
  while (!servers_.complete(plan_.scenario) && goes_on()) {
    world_.world->run(now() + kWait);
    watch(true);
    if (now() > deadline) fail("the servers did not start within " + readable_duration(kServersStartWithin));
  }
  return servers_.complete(plan_.scenario);
}

// Sets the server's endpoint from server.started; fails the run with the reason from server.failed.
void Conductor::note_server(const RecordedEvent& event) {
  const bool is_start = event.is<host_events::ServerStarted>();
  if (!is_start && !event.is<run_events::ServerFailed>()) return;
  const Result<Endpoint> endpoint =
      is_start ? parse_endpoint(event.text(fields::kEndpoint)) : Failure{std::string(event.text(fields::kReason))};
  if (!endpoint) return fail(std::string(event.host) + " did not start: " + endpoint.error().reason);
  if (const std::optional<ServerKind> kind = server_on_host(event.host)) servers_[*kind] = *endpoint;
}

// The order of these calls decides the order of what happens at one moment.
void Conductor::schedule() {
  note_faults();
  for (const std::unique_ptr<Site>& site : sites_) site->begin(servers_);
  schedule_changes();
  if (!is_simulated()) note_ends_of_servers();
  schedule_looks();
}

void Conductor::note_faults() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    // In real time the sites report the faults of devices, and faults end a little after their planned moments.
    if (!is_simulated() && (moment.is_end || !is_server(moment.fault->target))) continue;
    const auto note = [this, moment] {
      assert((!is_simulated() || moment.at == now()) && "simulated time is the plan's");
      record_.note(moment);
    };
    moment.is_end ? at_last(moment.at, note) : at(moment.at, note);
  }
}

void Conductor::note_ends_of_servers() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    const Fault& fault = *moment.fault;
    if (moment.is_end || !is_server(fault.target) || is_noted_by_a_site(fault)) continue;
    at(moment.at, [this, &fault] {
      // A window closes at its planned moment, even if its beginning was noticed late.
      const Moment end = has_window(fault.action) ? Moment(fault.until) : now() + length_of(fault);
      at(end, [this, &fault] { record_.note({now(), &fault, true}); });
    });
  }
}

void Conductor::schedule_changes() {
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.when || !is_carried_out_by(fault.action, Executor::kOperator)) continue;
    at(Moment(fault.at), [this, &fault] { change(fault); });
  }
}

void Conductor::schedule_looks() {
  for (const Moment moment : record_.look_moments()) {
    if (!looks_.insert(moment).second) continue;
    at_last(moment + latency_, [this] {
      record_.look(now() - latency_);
      watch(true);
    });
  }
}

void Conductor::at(Moment moment, std::function<void()> action) {
  world_.world->at(moment, [this, action = std::move(action)] {
    if (!is_over_) action();
  });
}

void Conductor::at_last(Moment moment, std::function<void()> action) {
  at(moment, [this, action = std::move(action)] { at(now(), action); });
}

// --- faults ---

void Conductor::strike(const Fault& fault) {
  const Moment end = now() + length_of(fault);
  record_.note({now(), &fault, false});
  if (is_carried_out_by(fault.action, Executor::kOperator)) {
    change(fault);
  } else {
    for (const std::unique_ptr<Site>& site : sites_) site->strike(fault, end);
  }
  if (!is_noted_by_a_site(fault)) at(end, [this, &fault] { record_.note({now(), &fault, true}); });
}

void Conductor::change(const Fault& fault) {
  const Result<void> changed = subscribers_.apply(fault);
  if (!changed) fail(fault.name + ": " + changed.error().reason);
}

bool Conductor::is_noted_by_a_site(const Fault& fault) const {
  return std::any_of(sites_.begin(), sites_.end(),
                     [&](const std::unique_ptr<Site>& site) { return site->notes_end_of(fault); });
}

void Conductor::note_of_site(const FaultMoment& moment) {
  if (is_over_) return;
  const bool is_shared = moment.device.empty() && !is_server(moment.fault->target);
  if (is_shared) {
    const std::size_t number = number_of(*moment.fault, plan_.scenario);
    const std::uint32_t told = ++(moment.is_end ? ended_ : begun_)[number];
    if (told != (moment.is_end ? device_sites_ : 1)) return;
  }
  record_.note(moment);
}

// --- the course ---

void Conductor::see(const RecordedEvent& event) {
  note_server(event);
  for (const std::unique_ptr<Site>& site : sites_) site->see(event);
  triggers_.see(event);
  // The deadlines of expectations with `after` this fault are known only now.
  if (!is_simulated() && event.is<run_events::FaultEnded>()) schedule_looks();
  watch(false);
}

void Conductor::hear(const RecordedEvent& event) {
  // After the run's end, only failures of servers to start still count.
  is_over_ ? note_server(event) : record_.record(event);
}

void Conductor::turn() {
  const Moment end = Moment(plan_.scenario.duration) + latency_;
  // Runs in slices, so that stop requests and limits are noticed even if nothing is recorded.
  const Duration slice = is_simulated() ? Duration(seconds(1)) : Duration(milliseconds(50));
  RunEnd reason = RunEnd::kUntil;
  do {
    reason = world_.world->run(std::min(end, now() + slice));
    watch(true);
  } while (reason == RunEnd::kUntil && now() < end && !record_.decided() && goes_on());
  // With latency, events from before the decision may be reported a moment later.
  const Moment heard = record_.decided() ? now() + latency_ : now();
  while (now() < heard && goes_on()) world_.world->run(heard);
  if (reason == RunEnd::kLivelock) fail("very many events without progress of time");
}

void Conductor::watch(bool thoroughly) {
  if (record_.decided()) world_.world->stop();
  constexpr std::uint64_t kEventsBetween = 512;
  if (!thoroughly && ++since_watch_ < kEventsBetween) return;
  since_watch_ = 0;
  if (options_.stop.stop_requested()) {
    was_stopped_ = true;
    world_.world->stop();
  }
  if (options_.description_wanted && options_.description_wanted()) {
    for (const std::unique_ptr<Site>& site : sites_) site->describe();
  }
  const Duration wall = stopwatch_.wall();
  if (wall < next_watch_) return;
  next_watch_ = wall + milliseconds(100);
  if (options_.progress) options_.progress({&record_.fleet(), now(), Moment(plan_.scenario.duration), wall});
  if (options_.time_limit > Duration::zero() && wall > options_.time_limit) {
    fail("the time limit of " + readable_duration(options_.time_limit) + " passed");
    world_.world->stop();
  }
}

void Conductor::fail(std::string reason) {
  if (summary_.reasons.empty()) summary_.reasons.push_back(std::move(reason));
}

// --- the end ---

void Conductor::finish() {
  const Moment end = now();
  record_.look(end);
  is_over_ = true;
  await_started_servers();
  empty_sites();
  judge_timers();
  if (is_simulated()) summary_.fingerprint = world_.world->fingerprint();
  summarize(plan_, record_, end, was_stopped_, summary_, tally_);
  if (summary_.result != RunResult::kPassed) {
    std::ostringstream stall;
    world_.world->describe(stall, kStalledHostsShown);
    summary_.stall = stall.str();
    hide_leaks(Secrets(plan_, record_.fleet().identities()), {}, summary_);
  }
  summary_.wall = stopwatch_.wall();
  summary_.processor = stopwatch_.processor();
  world_.world->end_hosts();
}

void Conductor::await_started_servers() {
  const auto awaits = [](const std::unique_ptr<Site>& site) { return site->awaits_server(); };
  while (std::any_of(sites_.begin(), sites_.end(), awaits) && goes_on()) {
    world_.world->run(now() + kWait);
    was_stopped_ = was_stopped_ || options_.stop.stop_requested();
  }
}

void Conductor::empty_sites() {
  for (const std::unique_ptr<Site>& site : sites_) site->leave();
  const auto has_left = [](const std::unique_ptr<Site>& site) { return site->has_left(); };
  const Moment deadline = now() + kPartiesLeaveWithin;
  while (!std::all_of(sites_.begin(), sites_.end(), has_left) && now() < deadline) {
    world_.world->run(now() + kWait);
  }
  for (const std::unique_ptr<Site>& site : sites_) site->end();
}

void Conductor::judge_timers() {
  for (const std::unique_ptr<Site>& site : sites_) {
    const Result<double> lag = site->timer_lag_p99_ms();
    if (!lag) fail(lag.error().reason);
    if (lag) summary_.timer_lag_p99_ms = std::max(summary_.timer_lag_p99_ms, *lag);
  }
  if (summary_.timer_lag_p99_ms <= kMostTimerLagMs) return;
  summary_.reasons.push_back("this machine was the bottleneck: its own timers came up to " +
                             std::to_string(static_cast<int>(summary_.timer_lag_p99_ms)) + " ms late (p99)");
}

}  // namespace dialtone

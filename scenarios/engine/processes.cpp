#include "scenarios/engine/processes.h"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <list>
#include <map>
#include <utility>

#include "scenarios/engine/cast.h"
#include "scenarios/engine/child_process.h"
#include "scenarios/engine/part.h"
#include "scenarios/engine/power_changes.h"
#include "scenarios/engine/run_record.h"
#include "scenarios/engine/server_start.h"
#include "scenarios/engine/servers.h"
#include "scenarios/engine/stopwatch.h"
#include "scenarios/engine/subscriber_changes.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/server_kind.h"
#include "scenarios/oracles/read_event.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kStartWithin = seconds(10);
constexpr Duration kEndWithin = seconds(5);

class ProcessesRun {
 public:
  ProcessesRun(const Plan& plan, const RunOptions& options, EventLog log, SqliteSubscriberStore& store,
               RunSummary& summary)
      : plan_(plan),
        options_(options),
        summary_(summary),
        subscribers_(plan, store),
        record_(
            plan, std::move(log), [&store] { return store.all(); }, true),
        triggers_(plan, false, true,
                  [this](const Fault& fault, Moment at, std::string_view) {
                    later_.emplace(at, [this, &fault] { strike(fault); });
                  }),
        looks_(record_.look_moments()),
        power_changes_(power_changes(plan.scenario)) {
    back_by_.fill(kNever);
    for (const FaultMoment& moment : fault_moments(plan)) {
      if (is_noted_here(*moment.fault) && !(moment.is_end && takes_servers_power(*moment.fault))) {
        fault_moments_.push_back(moment);
      }
    }
    record_.on_event([this](const RecordedEvent& event) {
      triggers_.see(event);
      // Expectations `after` the fault have their deadlines only now.
      if (event.name == "fault.ended") looks_ = record_.look_moments();
    });
    for (const Fault& fault : plan.scenario.faults) {
      if (fault.when || !std::holds_alternative<ChangeAction>(fault.action)) continue;
      later_.emplace(Moment(fault.at), [this, &fault] { change(fault); });
    }
  }

  void carry_out();

 private:
  struct Part {
    std::string name;
    ChildProcess process;
    // It was asked to end, or killed: the scenario has it so.
    bool is_leaving = false;
    bool is_killed = false;
  };
  // What a fault with a trigger did, until when.
  struct Struck {
    const Fault* fault = nullptr;
    Moment until;
  };
  static std::string line_of(const Struck& struck) { return write_part_strike({struck.fault->name, struck.until}); }
  // The devices' part tells of its own faults.
  static bool is_noted_here(const Fault& fault) { return is_server(fault.target); }

  // On the clock that the parts count from.
  Moment now() const { return Moment(stopwatch_.wall() + started_before_); }
  bool start_part(std::string_view name);
  bool start_servers();
  // False where it must wait: the process has not ended yet.
  bool change_power(const PowerChange& change);
  void lose_power(const PowerChange& change, bool was_on);
  // Fails where a server that was to be started again does not serve in time.
  void check_returns();
  // At the end of the run, so that a start that hangs is found however soon the run ends.
  void await_started_servers();
  void note_end(const Fault& fault) { record_.note({now(), &fault, true}); }
  // Of a fault that the run itself brings about: now.
  void strike(const Fault& fault);
  static std::string_view part_struck_by(const Fault& fault);
  // Lines for a part that begins anew, each with a line end before the line.
  std::string what_lasts(std::string_view part) const;
  void change(const Fault& fault);
  void insert(const PowerChange& change);
  bool interrupted() const { return options_.interrupted != nullptr && options_.interrupted->load(); }
  // Takes what the parts say, for at most `longest`.
  void listen(Duration longest);
  void take(const std::string& part, const std::string& line);
  void note_acts(const RecordedEvent& event);
  void watch();
  void end_parts();
  void fail(std::string reason) {
    if (summary_.reasons.empty()) summary_.reasons.push_back(std::move(reason));
  }

  const Plan& plan_;
  const RunOptions& options_;
  RunSummary& summary_;
  SubscriberChanges subscribers_;
  RunRecord record_;
  FaultTally tally_{plan_.scenario};
  Triggers triggers_;
  // What is to be done at a moment, once.
  std::multimap<Moment, std::function<void()>> later_;
  // How often each part was started.
  std::map<std::string, std::uint32_t> lives_;
  std::vector<Struck> struck_;
  // Until when the power of each server stays away; several faults may take it.
  std::array<Moment, kServerKinds> out_until_{};
  // When the process of each server was ended last.
  std::array<Moment, kServerKinds> away_since_{};
  // By server: the faults that end when the server's new process serves.
  std::array<std::vector<const Fault*>, kServerKinds> ending_with_{};
  // By server: until when the server must serve again; kNever: no start is awaited.
  std::array<Moment, kServerKinds> back_by_{};
  std::vector<Moment> looks_;
  Moment looked_until_ = Moment::min();
  std::vector<FaultMoment> fault_moments_;
  std::size_t next_fault_moment_ = 0;
  std::vector<PowerChange> power_changes_;
  std::size_t next_power_change_ = 0;
  std::list<Part> parts_;
  ServerEndpoints servers_;
  bool ending_ = false;
  Stopwatch stopwatch_;
  Duration started_before_ = std::chrono::system_clock::now().time_since_epoch() - summary_.started.time_since_epoch();
  Duration next_progress_{};
};

bool ProcessesRun::start_part(std::string_view name) {
  Result<ChildProcess> child =
      ChildProcess::start(options_.executable, {"part", options_.plan_file.string(), std::string(name)});
  if (!child) {
    fail(std::string(name) + " did not start: " + child.error().reason);
    return false;
  }
  PartStart start;
  start.start = summary_.started.time_since_epoch().count();
  start.servers = servers_;
  start.earlier_lives = lives_[std::string(name)]++;
  if (const std::optional<ServerKind> kind = server_on_host(name)) {
    start.away_since = away_since_[static_cast<std::size_t>(*kind)];
  }
  // In one piece: what lasts is there before the part serves anybody.
  const bool told = child->write_line(write_part_start(start) + what_lasts(name));
  parts_.push_back({std::string(name), std::move(*child)});
  if (!told) fail(std::string(name) + " ended before it began");
  return told;
}

bool ProcessesRun::start_servers() {
  for (const ServerKind kind : servers_of(plan_.scenario)) {
    if (!start_part(host_name_of(kind))) return false;
  }
  const Moment deadline = now() + kStartWithin;
  while (!servers_.complete(plan_.scenario) && summary_.reasons.empty() && !interrupted()) {
    listen(milliseconds(20));
    if (now() > deadline) fail("the servers did not start within " + readable_duration(kStartWithin));
  }
  return servers_.complete(plan_.scenario);
}

bool ProcessesRun::change_power(const PowerChange& change) {
  const std::string_view host = host_name_of(change.server);
  const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& each) { return each.name == host; });
  bool was_on = false;
  switch (change.kind) {
    case PowerChange::Kind::kKill:
      if (part != parts_.end() && !part->is_killed) {
        was_on = !part->is_leaving;
        part->is_leaving = part->is_killed = true;
        part->process.kill();
        // What it has said stands before its end.
        const Moment deadline = now() + kEndWithin;
        while (!part->process.at_end() && now() < deadline) listen(milliseconds(1));
        record_.record({now(), host, "server.crashed", {}});
      }
      lose_power(change, was_on);
      return true;
    case PowerChange::Kind::kTerminate:
      if (part != parts_.end()) {
        was_on = !std::exchange(part->is_leaving, true);
        part->process.terminate();
      }
      lose_power(change, was_on);
      return true;
    case PowerChange::Kind::kStart: break;
  }
  // Another fault still keeps it away, and starts it then.
  const auto server = static_cast<std::size_t>(change.server);
  const bool is_on = part != parts_.end() && !part->is_leaving;
  const bool is_starting = is_on && back_by_[server] != kNever;
  if (change.at >= out_until_[server] && is_starting) {
    ending_with_[server].push_back(change.fault);
    return true;
  }
  if (change.at < out_until_[server] || is_on) {
    note_end(*change.fault);
    return true;
  }
  if (back_by_[server] == kNever) back_by_[server] = now() + kStartWithin;
  if (part != parts_.end()) {
    if (!part->process.at_end() || !part->process.has_ended()) return false;
    parts_.erase(part);
  }
  ending_with_[server].push_back(change.fault);
  start_part(host);
  return true;
}

void ProcessesRun::lose_power(const PowerChange& change, bool was_on) {
  Moment& until = out_until_[static_cast<std::size_t>(change.server)];
  back_by_[static_cast<std::size_t>(change.server)] = kNever;
  if (was_on) away_since_[static_cast<std::size_t>(change.server)] = now();
  const auto& power = std::get<PowerAction>(change.fault->action);
  until = std::max(until, change.at + power.off_for);
  const std::string bindings = bindings_file(plan_.scenario, change.server);
  if (!power.forgets || bindings.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(flash_in(options_.directory) / host_name_of(change.server) / bindings, ignored);
}

void ProcessesRun::check_returns() {
  for (const ServerKind kind : kEveryServer) {
    if (now() <= back_by_[static_cast<std::size_t>(kind)]) continue;
    fail(std::string(host_name_of(kind)) + " did not come back within " + readable_duration(kStartWithin));
  }
}

void ProcessesRun::await_started_servers() {
  ending_ = true;
  const auto is_awaited = [this](ServerKind kind) {
    const auto server = static_cast<std::size_t>(kind);
    return back_by_[server] != kNever && !ending_with_[server].empty();
  };
  while (std::any_of(kEveryServer.begin(), kEveryServer.end(), is_awaited) && summary_.reasons.empty() &&
         !interrupted()) {
    listen(milliseconds(20));
    check_returns();
  }
}

void ProcessesRun::listen(Duration longest) {
  std::vector<pollfd> descriptors;
  for (const Part& part : parts_) {
    descriptors.push_back({part.process.at_end() ? -1 : part.process.output(), POLLIN, 0});
  }
  const auto timeout = std::chrono::ceil<milliseconds>(longest).count();
  ::poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()), static_cast<int>(timeout));
  for (Part& part : parts_) {
    if (part.process.at_end()) continue;
    for (const std::string& line : part.process.read_lines()) take(part.name, line);
    if (part.process.at_end() && !ending_ && !part.is_leaving) {
      fail("the process of " + part.name + " ended in the middle of the run");
    }
  }
}

void ProcessesRun::take(const std::string& part, const std::string& line) {
  const Result<ReadEvent> event = ReadEvent::parse(line);
  if (!event) {
    fail(part + " said what is no event: " + line.substr(0, 80));
    return;
  }
  const RecordedEvent view = event->view();
  if (view.name == kPartFinished) {
    if (part != kDevicesPart || view.fields.empty()) return;
    summary_.timer_lag_p99_ms = static_cast<double>(view.fields.front().integer) / 1000.0;
    return;
  }
  if (view.name == kPartActed) return note_acts(view);
  if (const std::optional<ServerStart> start = server_start(view)) {
    if (!start->endpoint) fail(part + " did not start: " + start->failure);
    if (const std::optional<ServerKind> kind = server_on_host(part)) {
      servers_[*kind] = start->endpoint;
      back_by_[static_cast<std::size_t>(*kind)] = kNever;
    }
  }
  // What happens after the run has ended belongs to no run.
  if (ending_) return;
  record_.record(view);
  const std::optional<ServerKind> kind = server_on_host(part);
  if (!kind || view.name != "server.started") return;
  for (const Fault* fault : std::exchange(ending_with_[static_cast<std::size_t>(*kind)], {})) note_end(*fault);
}

void ProcessesRun::note_acts(const RecordedEvent& event) {
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.name != event.text("fault")) continue;
    for (const Field& field : event.fields) {
      if (field.key == "times") tally_.add(fault, static_cast<std::uint64_t>(field.integer));
    }
  }
}

void ProcessesRun::strike(const Fault& fault) {
  record_.note({now(), &fault, false});
  if (!takes_servers_power(fault)) later_.emplace(now() + length_of(fault), [this, &fault] { note_end(fault); });
  const std::optional<ServerKind> server = server_targeted(fault.target);
  if (server && takes_servers_power(fault)) {
    for (const PowerChange& change : power_changes(fault, *server, now())) insert(change);
  } else if (std::holds_alternative<ChangeAction>(fault.action)) {
    change(fault);
  } else {
    struck_.push_back({&fault, now() + length_of(fault)});
    for (Part& part : parts_) {
      if (part.name == part_struck_by(fault)) part.process.write_line(line_of(struck_.back()));
    }
  }
}

std::string_view ProcessesRun::part_struck_by(const Fault& fault) {
  const std::optional<ServerKind> server = server_targeted(fault.target);
  return server ? host_name_of(*server) : kDevicesPart;
}

std::string ProcessesRun::what_lasts(std::string_view part) const {
  std::string lines;
  for (const Struck& struck : struck_) {
    const bool lasts = std::holds_alternative<ClockAction>(struck.fault->action) ||
                       (has_window(struck.fault->action) && struck.until > now());
    if (lasts && part == part_struck_by(*struck.fault)) lines += '\n' + line_of(struck);
  }
  return lines;
}

void ProcessesRun::change(const Fault& fault) {
  const Result<void> changed = subscribers_.apply(std::get<ChangeAction>(fault.action));
  if (!changed) fail(fault.name + ": " + changed.error().reason);
}

void ProcessesRun::insert(const PowerChange& change) {
  const auto place =
      std::upper_bound(power_changes_.begin() + static_cast<std::ptrdiff_t>(next_power_change_), power_changes_.end(),
                       change, [](const PowerChange& a, const PowerChange& b) { return a.at < b.at; });
  power_changes_.insert(place, change);
}

void ProcessesRun::watch() {
  if (options_.describe != nullptr && options_.describe->exchange(false)) {
    for (Part& part : parts_) part.process.signal(SIGQUIT);
  }
  while (next_fault_moment_ < fault_moments_.size() && fault_moments_[next_fault_moment_].at <= now()) {
    record_.note(fault_moments_[next_fault_moment_++]);
  }
  while (!later_.empty() && later_.begin()->first <= now()) later_.extract(later_.begin()).mapped()();
  while (next_power_change_ < power_changes_.size() && power_changes_[next_power_change_].at <= now() &&
         change_power(power_changes_[next_power_change_])) {
    ++next_power_change_;
  }
  check_returns();
  for (auto next = std::upper_bound(looks_.begin(), looks_.end(), looked_until_);
       next != looks_.end() && *next <= now(); next = std::upper_bound(looks_.begin(), looks_.end(), looked_until_)) {
    looked_until_ = *next;
    record_.look(looked_until_);
  }
  const Duration wall = stopwatch_.wall();
  if (options_.time_limit > Duration::zero() && wall > options_.time_limit) {
    fail("the time limit of " + readable_duration(options_.time_limit) + " passed");
  }
  if (!options_.progress || wall < next_progress_) return;
  next_progress_ = wall + milliseconds(100);
  options_.progress({&record_.fleet(), now(), Moment(plan_.scenario.duration), wall});
}

void ProcessesRun::end_parts() {
  ending_ = true;
  // SIGINT ends a part at once; after SIGTERM a server finishes what it had begun, which nobody waits for now.
  for (Part& part : parts_) part.process.signal(SIGINT);
  const Moment deadline = now() + kEndWithin;
  const auto running = [](Part& part) { return !part.process.at_end() || !part.process.has_ended(); };
  while (std::any_of(parts_.begin(), parts_.end(), running) && now() < deadline) listen(milliseconds(10));
  for (Part& part : parts_) {
    if (!part.process.has_ended()) fail("the process of " + part.name + " did not end when it was asked to");
  }
  parts_.clear();
}

void ProcessesRun::carry_out() {
  if (start_servers()) {
    const Result<void> imported = subscribers_.import(servers_);
    if (!imported) fail(imported.error().reason);
    if (imported && start_part(kDevicesPart)) {
      const Moment end(plan_.scenario.duration);
      while (now() < end && !record_.decided() && summary_.reasons.empty() && !interrupted()) {
        listen(milliseconds(20));
        watch();
      }
    }
  }
  const Moment end = now();
  record_.look(end);
  await_started_servers();
  end_parts();
  if (summary_.timer_lag_p99_ms > kMostTimerLagMs) {
    fail("this machine was the bottleneck: its own timers came up to " +
         std::to_string(static_cast<int>(summary_.timer_lag_p99_ms)) + " ms late (p99)");
  }
  summarize(plan_, record_, end, interrupted(), summary_, tally_);
  summary_.wall = stopwatch_.wall();
  summary_.processor = stopwatch_.processor();
}

}  // namespace

void run_in_processes(const Plan& plan, const RunOptions& options, EventLog log, SqliteSubscriberStore& store,
                      RunSummary& summary) {
  ProcessesRun(plan, options, std::move(log), store, summary).carry_out();
}

}  // namespace dialtone

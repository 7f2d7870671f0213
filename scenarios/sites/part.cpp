#include "scenarios/sites/part.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <functional>
#include <iostream>

#include "scenarios/language/names/run_events.h"
#include "scenarios/oracles/known/read_event.h"
#include "scenarios/sites/event_log.h"
#include "scenarios/sites/line_input.h"
#include "scenarios/sites/world_site.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "world/events/event_line.h"

namespace dialtone {
namespace {

constexpr std::string_view kRun = "run";
constexpr std::string_view kEarlierLives = "earlier_lives";
constexpr std::string_view kAwaySince = "away_since";
// A server's orderly shutdown takes at most five seconds.
constexpr Duration kLeaveWithin = std::chrono::seconds(6);

class LineRecorder : public Recorder {
 public:
  void record(const RecordedEvent& event) override {
    if (is_silent_) return;
    RecordedEvent dated = event;
    dated.time = as_of_.value_or(event.time);
    log_.append(dated);
    if (follow_) follow_(dated);
  }
  // Calls `act`, and dates the events that `act` records to `moment`. With `silent`, records none.
  void act_as_of(Moment moment, bool silent, const std::function<void()>& act) {
    as_of_ = moment;
    is_silent_ = silent;
    act();
    as_of_.reset();
    is_silent_ = false;
  }
  void note(const FaultMoment& moment, const Scenario& scenario) {
    const std::string host = recorded_host_of(moment, scenario);
    if (moment.is_end) {
      record_of(host, moment.at, run_events::FaultEnded{.fault = moment.fault->name});
    } else {
      record_of(host, moment.at, run_events::FaultStarted{.fault = moment.fault->name});
    }
  }
  // Sets a function that is called for each event, after the event was written.
  void on_event(std::function<void(const RecordedEvent&)> follow) { follow_ = std::move(follow); }

 private:
  EventLog log_ = EventLog::on(stdout);
  std::optional<Moment> as_of_;
  bool is_silent_ = false;
  std::function<void(const RecordedEvent&)> follow_;
};

// Reports to the runner how often faults have acted. A fault's first act is reported at once, because the process may
// be killed.
class ActReport {
 public:
  ActReport(const Scenario& scenario, const World& world, LineRecorder& recorder, std::string_view part)
      : scenario_(scenario), world_(world), recorder_(recorder), part_(part), told_(scenario.faults.size()) {}

  FaultTally& tally() { return tally_; }
  void tell() {
    for (std::size_t number = 0; number < told_.size(); ++number) {
      const std::uint64_t count = tally_.count(scenario_.faults[number]);
      if (count == told_[number]) continue;
      const std::array fields{Field(fields::kFault.key, std::string_view(scenario_.faults[number].name)),
                              Field("times", count - told_[number])};
      recorder_.record({world_.now(), part_, kPartActed, fields});
      told_[number] = count;
    }
  }

 private:
  const Scenario& scenario_;
  const World& world_;
  LineRecorder& recorder_;
  std::string_view part_;
  std::vector<std::uint64_t> told_;
  FaultTally tally_{scenario_, [this](const Fault&) { tell(); }};
};

// Applies the strikes that have arrived; does not wait for more.
void take_strikes(LineInput& input, const Plan& plan, Site& site) {
  for (const std::string& line : input.take()) {
    const std::optional<PartStrike> strike = parse_part_strike(line);
    for (const Fault& fault : plan.scenario.faults) {
      if (strike && fault.name == strike->fault) site.strike(fault, strike->until);
    }
  }
}

// Returns the parties that live in the named part; nullopt if there is no such part.
std::optional<Residents> residents_of(std::string_view name) {
  Residents residents;
  residents.devices = parse_device_share(name);
  if (const std::optional<ServerKind> server = server_on_host(name)) residents.servers.push_back(*server);
  if (!residents.devices && residents.servers.empty()) return std::nullopt;
  return residents;
}

// Returns a folder in the run's directory if the server stores files, else an empty path.
std::filesystem::path flash_folder_of(const Residents& residents, const Scenario& scenario,
                                      const std::filesystem::path& directory) {
  const bool keeps_bindings = !residents.servers.empty() && !bindings_file(scenario, residents.servers.front()).empty();
  return keeps_bindings ? flash_in(directory) : std::filesystem::path();
}

void leave(WorldSite& site, World& world) {
  site.power_off_servers();
  const Moment end = world.now() + kLeaveWithin;
  while (site.has_servers_on() && world.now() < end) world.run(world.now() + std::chrono::milliseconds(10));
}

}  // namespace

std::filesystem::path database_in(const std::filesystem::path& directory) { return directory / "subscribers.db"; }

std::filesystem::path flash_in(const std::filesystem::path& directory) { return directory / "flash"; }

std::string write_part_start(const PartStart& start) {
  std::string line;
  std::vector<std::string> endpoints;
  endpoints.reserve(kServerKinds);
  std::vector<Field> fields;
  for (const ServerKind kind : kEveryServer) {
    if (!start.servers[kind]) continue;
    endpoints.push_back(to_text(*start.servers[kind]));
    fields.emplace_back(host_name_of(kind), std::string_view(endpoints.back()));
  }
  fields.emplace_back(kEarlierLives, start.earlier_lives);
  fields.emplace_back(kAwaySince, start.away_since - Moment{});
  append_event_line(line, {Moment(Duration(start.start)), kRun, "run.start", fields});
  line.pop_back();
  return line;
}

Result<PartStart> parse_part_start(std::string_view line) {
  const Result<ReadEvent> event = ReadEvent::parse(line);
  if (!event) return event.error();
  const RecordedEvent view = event->view();
  if (view.name != "run.start") return Failure{"not the start of a run"};
  PartStart start;
  start.start = view.time.time_since_epoch().count();
  for (const Field& field : view.fields) {
    if (field.key == kEarlierLives) start.earlier_lives = static_cast<std::uint32_t>(field.integer);
    if (field.key == kAwaySince) start.away_since = Moment(Duration(field.integer));
    const Result<Endpoint> endpoint = parse_endpoint(field.text);
    const std::optional<ServerKind> kind = server_on_host(field.key);
    if (endpoint && kind) start.servers[*kind] = *endpoint;
  }
  return start;
}

std::string write_part_strike(const PartStrike& strike) {
  return strike.fault + ' ' + std::to_string(strike.until.time_since_epoch().count());
}

std::optional<PartStrike> parse_part_strike(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view number = line.substr(space + 1);
  Duration::rep until = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), until);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  return PartStrike{std::string(line.substr(0, space)), Moment(Duration(until))};
}

int run_part(const Plan& plan, const std::filesystem::path& plan_file, std::string_view name, StopToken stop,
             StopToken polite_stop, const std::function<bool()>& description_wanted) {
  LineInput input(STDIN_FILENO);
  const Result<PartStart> start = parse_part_start(input.wait().value_or(""));
  std::optional<Residents> residents = residents_of(name);
  if (!start || !residents || (residents->devices && !start->servers.complete(plan.scenario))) {
    std::cerr << "dialtone part: standard input does not say when the run starts and where its servers are, or " << name
              << " is no part of it\n";
    return 2;
  }
  LineRecorder recorder;
  const std::filesystem::path directory = plan_file.parent_path();
  std::unique_ptr<SqliteSubscriberStore> store;
  if (!residents->servers.empty()) {
    Result<std::unique_ptr<SqliteSubscriberStore>> opened =
        SqliteSubscriberStore::open(database_in(directory).string(), SqliteSubscriberStore::Mode::kExisting);
    if (!opened) {
      std::cerr << "dialtone part " << name << ": " << opened.error().reason << '\n';
      return 3;
    }
    store = std::move(*opened);
    residents->lives = {start->earlier_lives, start->servers, [&](Moment at, const std::function<void()>& change) {
                          recorder.act_as_of(at, start->earlier_lives > 0 && at < start->away_since, change);
                        }};
  }
  RealWorldConfig config;
  config.seed = plan.scenario.seed;
  config.recorder = &recorder;
  config.start = std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(Duration(start->start)));
  config.only_given_names = true;
  config.flash_folder = flash_folder_of(*residents, plan.scenario, directory);
  const RunWorld run = run_world(config);
  World& world = *run.world;
  ActReport acts(plan.scenario, world, recorder, name);
  const SiteContext context{
      .plan = plan, .world = world, .tally = acts.tally(), .note = [&](const FaultMoment& moment) {
        recorder.note(moment, plan.scenario);
      }};
  WorldSite site(context, run, *residents, store.get());
  recorder.on_event([&](const RecordedEvent& event) { site.see(event); });
  site.start_servers();
  site.begin(start->servers);
  // Apply strikes from an earlier life of this server that still have effect.
  take_strikes(input, plan, site);
  while (!stop.stop_requested()) {
    world.run(world.now() + std::chrono::milliseconds(50));
    acts.tell();
    take_strikes(input, plan, site);
    if (description_wanted()) site.describe();
  }
  if (polite_stop.stop_requested()) leave(site, world);
  acts.tell();
  const Field lag("timer_lag_p99_us", static_cast<std::int64_t>(site.timer_lag_p99_ms().value() * 1000));
  recorder.record({world.now(), name, kPartFinished, std::span(&lag, 1)});
  world.end_hosts();
  return 0;
}

}  // namespace dialtone

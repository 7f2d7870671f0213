#include "scenarios/sites/process_site.h"

#include <signal.h>

#include <algorithm>
#include <utility>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/oracles/known/read_event.h"
#include "scenarios/sites/servers.h"
#include "values/readable_duration.h"
#include "world/events/host_events.h"
#include "world/real/reactor.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

constexpr Duration kBackWithin = std::chrono::seconds(10);
// How often a condition is checked until it holds.
constexpr Duration kLookPeriod = milliseconds(20);
// The delay of a child's events through a pipe on a busy machine.
constexpr Duration kLatency = milliseconds(20);
constexpr Duration kHearAfter = milliseconds(1);
constexpr std::size_t kMostQuoted = 80;

}  // namespace

class ProcessSite::Child : public Watched {
 public:
  Child(ProcessSite& site, Reactor& reactor, ChildProcess process)
      : Watched(reactor, process.output()), site_(site), process_(std::move(process)) {
    watch();
  }
  ~Child() override { ignore(); }
  ChildProcess& process() { return process_; }
  void ready(const Readiness& /*readiness*/) override { site_.hear_soon(); }

 private:
  ProcessSite& site_;
  ChildProcess process_;
};

ProcessSite::ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, ServerKind server)
    : ProcessSite(context, world, std::move(origin), std::string(host_name_of(server)), server) {}

ProcessSite::ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, const DeviceShare& devices)
    : ProcessSite(context, world, std::move(origin), to_text(devices), std::nullopt) {}

ProcessSite::ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, std::string name,
                         std::optional<ServerKind> server)
    : context_(context), world_(world), origin_(std::move(origin)), name_(std::move(name)), server_(server) {}

ProcessSite::~ProcessSite() = default;

void ProcessSite::start() {
  Result<ChildProcess> child = ChildProcess::start(origin_.executable, {"part", origin_.plan_file.string(), name_});
  if (!child) return context_.fail(name_ + " did not start: " + child.error().reason);
  PartStart start;
  start.start = origin_.start.time_since_epoch().count();
  start.servers = servers_;
  start.earlier_lives = lives_++;
  start.away_since = away_since_;
  is_leaving_ = is_killed_ = false;
  child_ = std::make_unique<Child>(*this, world_.reactor(), std::move(*child));
  // Written in one call, so that the child knows the lasting strikes before its server starts.
  const bool told = child_->process().write_line(write_part_start(start) + what_lasts());
  if (!told) context_.fail(name_ + " ended before it began");
}

void ProcessSite::start_servers() {
  if (server_) start();
}

void ProcessSite::begin(const ServerEndpoints& servers) {
  servers_ = servers;
  if (has_devices()) return start();
  for (const Fault& fault : context_.plan.scenario.faults) {
    if (fault.when || !takes_power(fault)) continue;
    context_.at(Moment(fault.at), [this, &fault] { take_power(fault, Moment(fault.at)); });
  }
}

void ProcessSite::strike(const Fault& fault, Moment until) {
  if (!is_about(fault)) return;
  if (takes_power(fault)) return take_power(fault, context_.world.now());
  struck_.push_back({&fault, until});
  if (child_ != nullptr && !is_killed_) child_->process().write_line(write_part_strike({fault.name, until}));
}

std::string ProcessSite::what_lasts() const {
  std::string lines;
  for (const Struck& struck : struck_) {
    const ActTraits& act = traits_of(struck.fault->action);
    const bool lasts = act.outlives_power || (act.is_window && struck.until > context_.world.now());
    if (lasts) lines += '\n' + write_part_strike({struck.fault->name, struck.until});
  }
  return lines;
}

void ProcessSite::describe() {
  if (child_ != nullptr) child_->process().signal(SIGQUIT);
}

Duration ProcessSite::latency() const { return kLatency; }

// --- power ---

bool ProcessSite::takes_power(const Fault& fault) const {
  return server_ && is_about(fault) && std::holds_alternative<PowerAction>(fault.action);
}

void ProcessSite::take_power(const Fault& fault, Moment at) {
  const auto& power = std::get<PowerAction>(fault.action);
  back_by_ = kNever;
  if (is_on()) away_since_ = context_.world.now();
  if (child_ != nullptr) end_child(power);
  const Moment back_at = at + power.off_for;
  out_until_ = std::max(out_until_, back_at);
  if (power.forgets) forget_bindings();
  context_.at(back_at, [this, &fault, back_at] { give_power(fault, back_at); });
}

void ProcessSite::end_child(const PowerAction& power) {
  is_leaving_ = true;
  if (power.how == PowerLoss::kOff) return child_->process().terminate();
  if (std::exchange(is_killed_, true)) return;
  child_->process().kill();
  // Record the events that the child has written before its crash is recorded.
  hear();
  context_.record({context_.world.now(), name_, run_events::ServerCrashed::kEvent.name, {}});
}

void ProcessSite::forget_bindings() const {
  const std::string bindings = bindings_file(context_.plan.scenario, *server_);
  if (bindings.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(flash_in(origin_.directory) / name_ / bindings, ignored);
}

void ProcessSite::give_power(const Fault& fault, Moment at) {
  // Another fault keeps the power away longer, and will restore it.
  if (at < out_until_) return note_end(fault);
  if (is_on()) {
    const bool is_starting = back_by_ != kNever;
    return is_starting ? ending_with_start_.push_back(&fault) : note_end(fault);
  }
  if (back_by_ == kNever) await_return();
  if (!has_left()) {
    return context_.at(context_.world.now() + kLookPeriod, [this, &fault, at] { give_power(fault, at); });
  }
  ending_with_start_.push_back(&fault);
  start();
}

void ProcessSite::await_return() {
  back_by_ = context_.world.now() + kBackWithin;
  context_.world.at(back_by_, [this, by = back_by_] {
    if (back_by_ == by) context_.fail(name_ + " did not come back within " + readable_duration(kBackWithin));
  });
}

// --- the end ---

void ProcessSite::leave() {
  is_leaving_ = true;
  // SIGINT ends a part at once; after SIGTERM a server would finish requests in progress, which are of no use now.
  if (child_ != nullptr) child_->process().signal(SIGINT);
}

bool ProcessSite::has_left() {
  return child_ == nullptr || (child_->process().at_end() && child_->process().has_ended());
}

void ProcessSite::end() {
  if (child_ == nullptr) return;
  if (!child_->process().has_ended()) {
    context_.fail("the process of " + name_ + " did not end when it was asked to");
  }
  child_.reset();
}

Result<double> ProcessSite::timer_lag_p99_ms() const {
  const bool devices_lived = has_devices() && lives_ > 0;
  if (!devices_lived || timer_lag_p99_ms_) return timer_lag_p99_ms_.value_or(0);
  return Failure{"the process of " + name_ + " did not tell how late its timers came"};
}

// --- the child's output ---

// Deferred: the world's clock stands still while it notifies that the server is ready, so the child's next lines would
// get the same time.
void ProcessSite::hear_soon() {
  if (std::exchange(will_hear_, true)) return;
  context_.world.at(context_.world.now() + kHearAfter, [this] {
    will_hear_ = false;
    if (child_ != nullptr) hear();
  });
}

void ProcessSite::hear() {
  ChildProcess& process = child_->process();
  if (process.at_end()) return;
  for (const std::string& line : process.read_lines()) take(line);
  if (process.at_end() && !is_leaving_) context_.fail("the process of " + name_ + " ended in the middle of the run");
}

void ProcessSite::take(const std::string& line) {
  const Result<ReadEvent> event = ReadEvent::parse(line);
  if (!event) return context_.fail(name_ + " said what is no event: " + line.substr(0, kMostQuoted));
  const RecordedEvent view = event->view();
  if (view.name == kPartFinished) {
    if (has_devices() && !view.fields.empty())
      timer_lag_p99_ms_ = static_cast<double>(view.fields.front().integer) / 1000.0;
    return;
  }
  if (view.name == kPartActed) return take_acts(view);
  if (view.is<run_events::FaultStarted>() || view.is<run_events::FaultEnded>()) return take_fault_moment(view);
  const bool serves = server_ && view.is<host_events::ServerStarted>();
  if (serves) back_by_ = kNever;
  context_.record(view);
  if (!serves) return;
  for (const Fault* fault : std::exchange(ending_with_start_, {})) note_end(*fault);
}

void ProcessSite::take_fault_moment(const RecordedEvent& event) {
  const Scenario& scenario = context_.plan.scenario;
  const bool is_of_one = group_of_host(scenario.fleet, event.host).has_value();
  for (const Fault& fault : scenario.faults) {
    if (fault.name != event.text(fields::kFault)) continue;
    context_.note(
        {event.time, &fault, event.is<run_events::FaultEnded>(), is_of_one ? event.host : std::string_view()});
  }
}

void ProcessSite::take_acts(const RecordedEvent& event) {
  for (const Fault& fault : context_.plan.scenario.faults) {
    if (fault.name != event.text(fields::kFault)) continue;
    for (const Field& field : event.fields) {
      if (field.key == "times") context_.tally.add(fault, static_cast<std::uint64_t>(field.integer));
    }
  }
}

}  // namespace dialtone

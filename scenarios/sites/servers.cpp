#include "scenarios/sites/servers.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "call_agent_sim/registrar/call_agent_secrets.h"
#include "prov_server/http_nonce_secret.h"
#include "prov_server/request_limiter.h"

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/faults/faulty_store.h"
#include "scenarios/faults/server_faults.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/sites/recorded_messages.h"

namespace dialtone {

// A server's host, and the party that lives on it while the host has power.
struct Servers::ServerSeat {
  ServerKind kind{};
  Endpoint listen;
  Host* host = nullptr;
  std::unique_ptr<HttpScript> http_script;
  std::unique_ptr<sip::ServerScript> sip_script;
  std::unique_ptr<FaultyStore> faulty_store;
  std::unique_ptr<ProvisioningServer> provisioning;
  std::unique_ptr<CallAgent> call_agent;
};

namespace {

CallAgentOptions options_of(const CallAgentSettings& settings, const Endpoint& listen) {
  CallAgentOptions options;
  options.listen = {listen};
  options.sip.work_per_message = settings.request_cost;
  options.registrar.algorithms = settings.digest_algorithms;
  options.registrar.lockout = settings.lockout;
  options.registrar.nonce_lifetime = settings.nonce_lifetime;
  options.registrar.min_expires = settings.min_expires;
  options.registrar.max_expires = settings.max_expires;
  options.registrar.max_contacts = settings.max_contacts;
  options.registrar.quirks = settings.quirks;
  options.probe_period = settings.probe;
  return options;
}

ProvisioningServerOptions options_of(const ProvisioningSettings& settings, const Endpoint& listen) {
  ProvisioningServerOptions options;
  options.listen = {listen};
  options.request_cost = settings.request_cost;
  options.authentication.algorithms = settings.digest_algorithms;
  options.authentication.lockout = settings.lockout;
  options.quirks = settings.quirks;
  if (!settings.limit.empty()) options.limit_interval = parse_request_interval(settings.limit).value();
  return options;
}

void apply(const RegistrarChange& change, RegistrarOptions& options) {
  if (change.nonce_lifetime) options.nonce_lifetime = *change.nonce_lifetime;
  if (change.omits_stale) options.tells_stale = false;
  if (!change.algorithms.empty()) options.algorithms = change.algorithms;
  if (change.min_expires) options.min_expires = *change.min_expires;
  if (change.max_expires) options.max_expires = *change.max_expires;
  if (change.granted_expires) options.granted_expires = change.granted_expires;
  if (change.granted_in_turn) options.granted_in_turn = change.granted_in_turn;
  if (!change.realms.empty()) options.realms = change.realms;
  if (change.max_contacts) options.max_contacts = *change.max_contacts;
}

// Repeats the random draws of the server's earlier lives, so that this life draws new secrets.
void pass_over_secrets(Host& host, ServerKind kind, std::uint32_t lives) {
  const auto next = [&host](Purpose purpose, std::uint64_t key) { return host.chance(purpose, key); };
  for (std::uint32_t life = 0; life < lives; ++life) {
    if (kind == ServerKind::kProvisioning) {
      static_cast<void>(draw_http_nonce_secret(next));
    } else {
      static_cast<void>(draw_call_agent_secrets(next));
    }
  }
}

}  // namespace

std::string bindings_file(const Scenario& scenario, ServerKind kind) {
  for (const auto& [fault, power] : faults_doing<PowerAction>(scenario.faults)) {
    const bool keeps = power.how == PowerLoss::kRestart && !power.forgets;
    if (keeps && fault.target == target_name_of(kind)) return "bindings";
  }
  return "";
}

Servers::Servers(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore& store,
                 FaultTally* tally)
    : plan_(plan),
      world_(world),
      simulated_(addresses_are_simulated),
      store_(store),
      open_(plan.scenario, tally),
      outages_(world),
      pauses_(world) {}

Servers::~Servers() = default;

void Servers::start(ServerKind kind, std::optional<Endpoint> listen, std::uint32_t earlier_lives) {
  const Endpoint simulated = simulated_endpoint_of(kind);
  seats_[static_cast<std::size_t>(kind)] = std::make_unique<ServerSeat>();
  ServerSeat& seat = seat_of(kind);
  seat.kind = kind;
  seat.listen = simulated_ ? simulated : listen.value_or(Endpoint{IpAddress::loopback_v4(), 0});
  const HostOfServer host = [&seat]() -> Host& { return *seat.host; };
  if (kind == ServerKind::kProvisioning) {
    seat.http_script = recording_script(plan_.scenario.record, provisioning_script(plan_.scenario, open_), host);
  } else {
    seat.sip_script =
        recording_script(plan_.scenario.record, call_agent_script(plan_.scenario, target_name_of(kind), open_), host);
  }
  auto faulty = std::make_unique<FaultyStore>(plan_.scenario, target_name_of(kind), open_, store_,
                                              [this] { return world_.now(); });
  if (faulty->is_needed()) seat.faulty_store = std::move(faulty);
  make_party(seat);
  const ServerSettings& settings = settings_of(kind, plan_.scenario);
  HostConfig config;
  config.name = host_name_of(kind);
  config.addresses = {seat.listen.address};
  config.link = settings.link;
  config.cores = settings.cores;
  config.main = [this, &seat](Host& host) { return serve(host, seat); };
  seat.host = &world_.add_host(std::move(config));
  pass_over_secrets(*seat.host, kind, earlier_lives);
  world_.power_on(*seat.host);
}

Servers::ServerSeat& Servers::seat_of(ServerKind kind) {
  ServerSeat* const seat = seats_[static_cast<std::size_t>(kind)].get();
  assert(seat != nullptr && "who asks for a server knows that it lives here");
  return *seat;
}

void Servers::make_party(ServerSeat& seat) {
  assert((seat.host == nullptr || !seat.host->powered()) && "a party is replaced while its host is off");
  const Scenario& scenario = plan_.scenario;
  SubscriberStore& store = seat.faulty_store ? static_cast<SubscriberStore&>(*seat.faulty_store) : store_;
  if (seat.kind == ServerKind::kProvisioning) {
    seat.provisioning = std::make_unique<ProvisioningServer>(options_of(scenario.provisioning, seat.listen), store,
                                                             seat.http_script.get());
    return;
  }
  const auto& settings = static_cast<const CallAgentSettings&>(settings_of(seat.kind, scenario));
  CallAgentOptions options = options_of(settings, seat.listen);
  options.registrar = registrar_options(seat);
  options.keep_bindings = bindings_file(scenario, seat.kind);
  seat.call_agent = std::make_unique<CallAgent>(std::move(options), store, seat.sip_script.get());
}

RegistrarOptions Servers::registrar_options(const ServerSeat& seat) const {
  const auto& settings = static_cast<const CallAgentSettings&>(settings_of(seat.kind, plan_.scenario));
  RegistrarOptions options = options_of(settings, seat.listen).registrar;
  for (const auto& [fault, change] : faults_doing<RegistrarChange>(plan_.scenario.faults)) {
    if (fault.target == target_name_of(seat.kind) && open_.is_open(fault, world_.now())) apply(change, options);
  }
  return options;
}

// If a socket cannot be opened, records server.failed.
Task<void> Servers::serve(Host& host, ServerSeat& seat) {
  if (seat.call_agent != nullptr) {
    co_await seat.call_agent->run(host);
  } else {
    const Result<void> served = co_await seat.provisioning->run(host);
    if (!served) host.record(run_events::ServerFailed{.reason = served.error().reason});
  }
  if (host.power_off_requested()) host.record(run_events::ServerStopped{});
}

void Servers::schedule_faults(const ServerEndpoints& servers, bool power, bool restarted) {
  for (const std::unique_ptr<ServerSeat>& seat : seats_) {
    if (seat == nullptr) continue;
    if (servers[seat->kind]) seat->listen = *servers[seat->kind];
    for (const Fault& fault : plan_.scenario.faults) {
      if (fault.target != target_name_of(seat->kind)) continue;
      const bool is_past = restarted && !has_window(fault.action) && Moment(fault.at) <= world_.now();
      if (!is_past) {
        schedule_fault(*seat, fault, power);
      } else if (traits_of(fault.action).outlives_power && !fault.when) {
        change_clock(*seat->host, std::get<ClockAction>(fault.action), Moment(fault.at));
      }
    }
  }
}

void Servers::schedule_fault(ServerSeat& seat, const Fault& fault, bool power) {
  if (fault.when) return;
  if (has_window(fault.action)) {
    for (const Duration moment : {fault.at, fault.until}) {
      world_.at(Moment(moment), [this, &seat, &fault] { follow(seat, fault); });
    }
  } else if (power || !std::holds_alternative<PowerAction>(fault.action)) {
    world_.at(Moment(fault.at), [this, &fault] { strike(fault, world_.now()); });
  }
}

void Servers::follow(ServerSeat& seat, const Fault& fault) {
  const Overloaded player{
      [&](const RegistrarChange&) {
        assert(seat.call_agent != nullptr && "only a call agent has a registrar");
        seat.call_agent->change(registrar_options(seat));
      },
      [&](const DriftAction&) {
        world_.set_clock_drift(*seat.host, open_drift(plan_.scenario, open_, fault.target, world_.now()));
      },
  };
  carry_out<Executor::kFollower, kServersOnly>(fault.action, player);
}

void Servers::strike(const Fault& fault, Moment until) {
  const std::optional<ServerKind> kind = server_targeted(fault.target);
  if (!kind || seats_[static_cast<std::size_t>(*kind)] == nullptr) return;
  ServerSeat& seat = seat_of(*kind);
  if (has_window(fault.action)) {
    open_.open(fault, until);
    follow(seat, fault);
    world_.at(until, [this, &seat, &fault] { follow(seat, fault); });
    return;
  }
  const Overloaded player{
      [&](const PowerAction& power) { lose_power(seat, power); },
      [&](const PauseAction& pause) {
        if (seat.host->powered()) pauses_.begin(*seat.host, pause.length);
      },
      [&](const ClockAction& clock) { change_clock(*seat.host, clock, until); },
      [&](const NotifyAction& told) { notify(seat, told); },
      [&](const ForgetAction&) {
        assert(seat.call_agent != nullptr && "only a call agent has bindings");
        seat.call_agent->forget_bindings();
      },
  };
  carry_out<Executor::kPlayer, kServersOnly>(fault.action, player);
}

void Servers::change_clock(Host& host, const ClockAction& clock, Moment at) {
  const auto change = [&] {
    clock.set ? world_.set_clock(host, *clock.set + (world_.now() - at)) : world_.step_clock(host, clock.step);
  };
  at < world_.now() && past_ ? past_(at, change) : change();
}

void Servers::notify(ServerSeat& seat, const NotifyAction& action) {
  assert(seat.call_agent != nullptr && "only a call agent notifies");
  if (action.to.empty()) return seat.call_agent->notify_all(action.event);
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) {
    if (plan_.scenario.fleet[number].name != action.to) continue;
    for (const PlannedDevice& device : *plan_.scenario.fleet[number].devices) {
      const Subscriber subscriber = device_subscriber(plan_.scenario, number, device.index);
      seat.call_agent->notify("sip:" + subscriber.device_name + "@" + subscriber.domain, action.event);
    }
  }
}

void Servers::lose_power(ServerSeat& seat, const PowerAction& action) {
  const Outages::How how = action.how == PowerLoss::kOff ? Outages::How::kGraceful : Outages::How::kCut;
  const Outages::Began began = outages_.begin(*seat.host, how, action.off_for, [this, &seat] {
    make_party(seat);
    world_.power_on(*seat.host);
  });
  const std::string bindings = bindings_file(plan_.scenario, seat.kind);
  if (action.forgets && !bindings.empty()) static_cast<void>(seat.host->flash().remove(bindings).ok());
  if (began == Outages::Began::kTaken && how == Outages::How::kCut) seat.host->record(run_events::ServerCrashed{});
}

void Servers::power_off() {
  for (const std::unique_ptr<ServerSeat>& seat : seats_) {
    if (seat != nullptr && seat->host->powered()) world_.power_off(*seat->host);
  }
}

bool Servers::is_on() const {
  return std::any_of(seats_.begin(), seats_.end(), [](const auto& seat) { return seat && seat->host->powered(); });
}

}  // namespace dialtone

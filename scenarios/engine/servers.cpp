#include "scenarios/engine/servers.h"

#include <algorithm>
#include <utility>

#include "scenarios/engine/fault_moments.h"
#include "scenarios/engine/server_faults.h"

namespace dialtone {

// A server's host, and the party that lives on it for as long as the power lasts.
struct Servers::Seat {
  ServerKind kind{};
  Endpoint listen;
  Host* host = nullptr;
  std::unique_ptr<ServerScript> http_script;
  std::unique_ptr<SipScript> sip_script;
  std::unique_ptr<ProvisioningServer> provisioning;
  std::unique_ptr<CallAgent> call_agent;
};

namespace {

CallAgentOptions options_of(const CallAgentSettings& settings, const Endpoint& listen) {
  CallAgentOptions options;
  options.listen = {listen};
  options.sip.work_per_message = settings.request_cost;
  options.registrar.algorithms = settings.digest_algorithms;
  options.registrar.nonce_lifetime = settings.nonce_lifetime;
  options.registrar.min_expires = settings.min_expires;
  options.registrar.max_expires = settings.max_expires;
  options.registrar.max_contacts = settings.max_contacts;
  options.probe_period = settings.probe;
  return options;
}

ProvisioningServerOptions options_of(const ProvisioningSettings& settings, const Endpoint& listen) {
  ProvisioningServerOptions options;
  options.listen = {listen};
  options.request_cost = settings.request_cost;
  options.authentication.algorithms = settings.digest_algorithms;
  return options;
}

}  // namespace

Servers::Servers(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore& store)
    : plan_(plan), world_(world), simulated_(addresses_are_simulated), store_(store), outages_(world) {}

Servers::~Servers() = default;

void Servers::start(ServerKind kind, std::optional<Endpoint> listen) {
  const Endpoint simulated = simulated_endpoint_of(kind);
  seats_[static_cast<std::size_t>(kind)] = std::make_unique<Seat>();
  Seat& seat = seat_of(kind);
  seat.kind = kind;
  seat.listen = simulated_ ? simulated : listen.value_or(Endpoint{IpAddress::loopback_v4(), 0});
  if (kind == ServerKind::kProvisioning) {
    seat.http_script = provisioning_script(plan_.scenario.faults);
  } else {
    seat.sip_script = call_agent_script(plan_.scenario.faults, target_name_of(kind));
  }
  make_party(seat);
  const ServerSettings& settings = settings_of(kind, plan_.scenario);
  HostConfig config;
  config.name = host_name_of(kind);
  config.addresses = {seat.listen.address};
  config.link = settings.link;
  config.cores = settings.cores;
  config.main = [this, &seat](Host& host) { return serve(host, seat); };
  seat.host = &world_.add_host(std::move(config));
  world_.power_on(*seat.host);
}

void Servers::make_party(Seat& seat) {
  const Scenario& scenario = plan_.scenario;
  switch (seat.kind) {
    case ServerKind::kProvisioning:
      seat.provisioning = std::make_unique<ProvisioningServer>(options_of(scenario.provisioning, seat.listen), store_,
                                                               seat.http_script.get());
      return;
    case ServerKind::kCallAgent:
    case ServerKind::kBackupCallAgent:
      seat.call_agent = std::make_unique<CallAgent>(
          options_of(static_cast<const CallAgentSettings&>(settings_of(seat.kind, scenario)), seat.listen), store_,
          seat.sip_script.get());
  }
}

// A socket that cannot be opened is recorded as server.failed.
Task<void> Servers::serve(Host& host, Seat& seat) {
  if (seat.call_agent != nullptr) {
    co_await seat.call_agent->run(host);
  } else {
    const Result<void> served = co_await seat.provisioning->run(host);
    if (!served) host.record("server.failed", {{"reason", std::string_view(served.error().reason)}});
  }
  if (host.power_off_requested()) host.record("server.stopped");
}

void Servers::schedule_faults(const ServerEndpoints& servers, bool power) {
  for (const std::unique_ptr<Seat>& seat : seats_) {
    if (seat == nullptr) continue;
    if (servers[seat->kind]) seat->listen = *servers[seat->kind];
    for (const Fault& fault : plan_.scenario.faults) {
      if (fault.target != target_name_of(seat->kind)) continue;
      const Moment at(fault.at);
      const auto* cut = std::get_if<PowerCutAction>(&fault.action);
      const auto* off = std::get_if<PowerOffAction>(&fault.action);
      if (power && (cut != nullptr || off != nullptr)) {
        const Outages::How how = cut != nullptr ? Outages::How::kCut : Outages::How::kGraceful;
        world_.at(at, [this, &seat = *seat, how, off_for = length_of(fault)] { lose_power(seat, how, off_for); });
      }
      if (const auto* notify = std::get_if<NotifyAction>(&fault.action)) {
        world_.at(at, [&seat = *seat, notify] { seat.call_agent->notify_all(notify->event); });
      }
    }
  }
}

void Servers::lose_power(Seat& seat, Outages::How how, Duration off_for) {
  const bool lost = outages_.begin(*seat.host, how, off_for, [this, &seat] {
    make_party(seat);
    world_.power_on(*seat.host);
  });
  if (lost && how == Outages::How::kCut) seat.host->record("server.crashed");
}

void Servers::power_off() {
  for (const std::unique_ptr<Seat>& seat : seats_) {
    if (seat != nullptr && seat->host->powered()) world_.power_off(*seat->host);
  }
}

bool Servers::is_on() const {
  return std::any_of(seats_.begin(), seats_.end(), [](const auto& seat) { return seat && seat->host->powered(); });
}

}  // namespace dialtone

#include "scenarios/engine/proxies.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scenarios/faults/server_faults.h"
#include "scenarios/middlebox/proxy.h"

namespace dialtone {

struct Proxies::Seat {
  std::string name;
  Endpoint listen;
  Host* host = nullptr;
  std::unique_ptr<ProxyScript> script;
  std::unique_ptr<Proxy> proxy;
};

Proxies::Proxies(const Plan& plan, World& world, bool addresses_are_simulated, const OpenWindows& open)
    : plan_(plan), world_(world), simulated_(addresses_are_simulated), open_(open), outages_(world) {}

Proxies::~Proxies() = default;

void Proxies::start(const Endpoint& provisioning) {
  provisioning_ = provisioning;
  for (const ProxySettings& settings : plan_.scenario.proxies) {
    const std::size_t number = seats_.size();
    Seat& seat = *seats_.emplace_back(std::make_unique<Seat>());
    seat.name = settings.name;
    seat.listen = {simulated_ ? proxy_address(number) : proxy_loopback_address(number), provisioning.port};
    seat.script = proxy_script(plan_.scenario, settings.name, open_);
    make_party(seat);
    HostConfig config;
    config.name = proxy_host_name(settings.name);
    config.addresses = {seat.listen.address};
    config.link = ServerSettings{}.link;
    config.main = [&seat](Host& host) { return serve(host, seat); };
    seat.host = &world_.add_host(std::move(config));
    world_.power_on(*seat.host);
  }
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.when || !std::holds_alternative<PowerAction>(fault.action) || !is_proxy(fault.target)) continue;
    world_.at(Moment(fault.at), [this, &fault] { strike(fault); });
  }
}

void Proxies::make_party(Seat& seat) {
  ProxyOptions options;
  options.listen = {seat.listen};
  options.upstream_host = to_text(provisioning_.address);
  options.upstream_port = provisioning_.port;
  seat.proxy = std::make_unique<Proxy>(std::move(options), *seat.script);
}

void Proxies::strike(const Fault& fault) {
  const auto* power = std::get_if<PowerAction>(&fault.action);
  for (const auto& seat : seats_) {
    if (power != nullptr && seat->name == fault.target) lose_power(*seat, power->off_for);
  }
}

void Proxies::lose_power(Seat& seat, Duration off_for) {
  const Outages::Began began = outages_.begin(*seat.host, Outages::How::kCut, off_for, [this, &seat] {
    make_party(seat);
    world_.power_on(*seat.host);
  });
  if (began == Outages::Began::kTaken) seat.host->record("server.crashed");
}

bool Proxies::is_proxy(std::string_view name) const {
  return std::any_of(seats_.begin(), seats_.end(), [&](const auto& seat) { return seat->name == name; });
}

const Endpoint& Proxies::endpoint_of(std::string_view name) const {
  for (const auto& seat : seats_) {
    if (seat->name == name) return seat->listen;
  }
  std::abort();
}

Task<void> Proxies::serve(Host& host, Seat& seat) {
  const Result<void> served = co_await seat.proxy->run(host);
  if (!served) host.record("server.failed", {{"reason", std::string_view(served.error().reason)}});
}

}  // namespace dialtone

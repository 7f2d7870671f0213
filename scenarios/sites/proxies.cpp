#include "scenarios/sites/proxies.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/server_faults.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/middlebox/proxy.h"

namespace dialtone {

struct Proxies::ProxySeat {
  std::string name;
  Endpoint listen;
  Host* host = nullptr;
  std::unique_ptr<ProxyScript> script;
  std::unique_ptr<Proxy> proxy;
};

Proxies::Proxies(const Plan& plan, World& world, bool addresses_are_simulated, bool live_here, const OpenWindows& open)
    : plan_(plan),
      world_(world),
      simulated_(addresses_are_simulated),
      live_here_(live_here),
      open_(open),
      outages_(world) {}

Proxies::~Proxies() = default;

void Proxies::start(const Endpoint& provisioning) {
  assert(seats_.empty());
  provisioning_ = provisioning;
  for (const ProxySettings& settings : plan_.scenario.proxies) {
    const std::size_t number = seats_.size();
    ProxySeat& seat = *seats_.emplace_back(std::make_unique<ProxySeat>());
    seat.name = settings.name;
    seat.listen = {simulated_ ? proxy_address(number) : proxy_loopback_address(number), provisioning.port};
    if (live_here_) start(seat);
  }
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.when || !is_carried_out_by(fault.action, Executor::kPlayer) || !is_proxy(fault.target)) continue;
    world_.at(Moment(fault.at), [this, &fault] { strike(fault); });
  }
}

void Proxies::start(ProxySeat& seat) {
  seat.script = proxy_script(plan_.scenario, seat.name, open_);
  make_party(seat);
  HostConfig config;
  config.name = proxy_host_name(seat.name);
  config.addresses = {seat.listen.address};
  config.link = ServerSettings{}.link;
  config.main = [&seat](Host& host) { return serve(host, seat); };
  seat.host = &world_.add_host(std::move(config));
  world_.power_on(*seat.host);
}

void Proxies::make_party(ProxySeat& seat) {
  assert((seat.host == nullptr || !seat.host->powered()) && "a party is replaced while its host is off");
  ProxyOptions options;
  options.listen = {seat.listen};
  options.upstream_host = to_text(provisioning_.address);
  options.upstream_port = provisioning_.port;
  seat.proxy = std::make_unique<Proxy>(std::move(options), *seat.script);
}

void Proxies::strike(const Fault& fault) {
  for (const auto& seat : seats_) {
    if (!live_here_ || seat->name != fault.target) continue;
    carry_out<Executor::kPlayer, Targets{TargetKind::kProxy}>(
        fault.action, [&](const PowerAction& power) { lose_power(*seat, power.off_for); });
  }
}

void Proxies::lose_power(ProxySeat& seat, Duration off_for) {
  const Outages::Began began = outages_.begin(*seat.host, Outages::How::kCut, off_for, [this, &seat] {
    make_party(seat);
    world_.power_on(*seat.host);
  });
  if (began == Outages::Began::kTaken) seat.host->record(run_events::ServerCrashed{});
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

Task<void> Proxies::serve(Host& host, ProxySeat& seat) {
  const Result<void> served = co_await seat.proxy->run(host);
  if (!served) host.record(run_events::ServerFailed{.reason = served.error().reason});
}

}  // namespace dialtone

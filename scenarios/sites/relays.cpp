#include "scenarios/sites/relays.h"

#include <utility>

#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/sites/device_share.h"

namespace dialtone {
namespace {

std::vector<std::pair<std::string, Endpoint>> peers_of(const Scenario& scenario, const ServerEndpoints& servers) {
  std::vector<std::pair<std::string, Endpoint>> peers;
  for (const ServerKind kind : servers_of(scenario)) peers.emplace_back(target_name_of(kind), *servers[kind]);
  const std::uint16_t port = servers[ServerKind::kProvisioning]->port;
  for (std::size_t number = 0; number < scenario.proxies.size(); ++number) {
    peers.emplace_back(kProvisioningTarget, Endpoint{proxy_loopback_address(number), port});
  }
  return peers;
}

}  // namespace

class Relays::Script : public RelayScript {
 public:
  Script(const Scenario& scenario, const ServerEndpoints& servers, const OpenWindows& open)
      : faults_(scenario, peers_of(scenario, servers), open) {}

  RelayVerdict on_packet(Host& relay, const RelayedPacket& packet) override {
    const std::optional<std::size_t> group = group_of_address(packet.client.address);
    if (!group || !faults_.is_any_open(relay.world_now())) return {};
    constexpr std::uint32_t kUdpHeaders = 28;
    constexpr std::uint32_t kTcpHeaders = 40;
    const bool is_tcp = packet.protocol == Transport::kTcp;
    const PacketVerdict verdict =
        faults_.judge({.now = relay.world_now(),
                       .protocol = packet.protocol,
                       .is_from_device = packet.to_server,
                       .group = *group,
                       .device = packet.client,
                       .peer = packet.server,
                       .bytes = static_cast<std::uint32_t>(packet.bytes) + (is_tcp ? kTcpHeaders : kUdpHeaders)});
    return {.drop = verdict.drops,
            .delay = verdict.delay,
            .corrupts = verdict.corrupts,
            .extra_copies = verdict.extra_copies};
  }

 private:
  PacketFaults faults_;
};

struct Relays::RelaySeat {
  std::unique_ptr<Relay> relay;
};

Relays::Relays(const Plan& plan, World& world, const ServerEndpoints& servers, const OpenWindows& open)
    : plan_(plan), world_(world), servers_(servers), script_(std::make_unique<Script>(plan.scenario, servers, open)) {}

Relays::~Relays() = default;

void Relays::start_for(std::size_t group, const Endpoint& provisioning, DeviceFaults& names) {
  const Group& relayed = plan_.scenario.fleet[group];
  if (!needs_relay(plan_.scenario, relayed)) return;
  const IpAddress address = relay_loopback_address(group);
  std::vector<RelayRoute> routes;
  for (const ServerKind kind : servers_of(plan_.scenario)) {
    const bool is_provisioning = kind == ServerKind::kProvisioning;
    RelayRoute route{{address, servers_[kind]->port}, is_provisioning ? provisioning : *servers_[kind]};
    route.carries_udp = !is_provisioning;
    routes.push_back(route);
    names.lead(target_name_of(kind), address);
  }
  RelaySeat& seat = *seats_.emplace_back(std::make_unique<RelaySeat>());
  seat.relay = std::make_unique<Relay>(std::move(routes), *script_);
  HostConfig config;
  config.name = "relay-" + relayed.name;
  config.addresses = {address};
  config.main = [&seat](Host& host) { return serve(host, seat); };
  world_.power_on(world_.add_host(std::move(config)));
}

Task<void> Relays::serve(Host& host, RelaySeat& seat) {
  const Result<void> served = co_await seat.relay->run(host);
  if (!served) host.record(run_events::ServerFailed{.reason = served.error().reason});
}

}  // namespace dialtone

#include "scenarios/faults/network_faults.h"

#include <string>
#include <utility>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/server_kind.h"

namespace dialtone {
namespace {

std::vector<std::pair<std::string, Endpoint>> simulated_peers(const Scenario& scenario) {
  std::vector<std::pair<std::string, Endpoint>> peers;
  for (const ServerKind kind : servers_of(scenario)) {
    peers.emplace_back(target_name_of(kind), simulated_endpoint_of(kind));
  }
  const std::uint16_t port = simulated_endpoint_of(ServerKind::kProvisioning).port;
  for (std::size_t number = 0; number < scenario.proxies.size(); ++number) {
    peers.emplace_back(kProvisioningTarget, Endpoint{proxy_address(number), port});
  }
  return peers;
}

}  // namespace

NetworkFaults::NetworkFaults(const Plan& plan, VirtualWorld& world, const OpenWindows& open)
    : plan_(plan), world_(world), faults_(plan.scenario, simulated_peers(plan.scenario), open) {}

void NetworkFaults::schedule() {
  for (const Fault& fault : plan_.scenario.faults) {
    if (!is_carried_out_by(fault.action, Executor::kPackets) || fault.when) continue;
    world_.at(Moment(fault.at), [this] { follow(); });
    world_.at(Moment(fault.until), [this] { follow(); });
  }
  follow();
}

void NetworkFaults::follow() {
  const bool is_wanted = faults_.is_any_open(world_.now());
  if (!is_wanted) rule_.reset();
  if (!is_wanted || rule_) return;
  rule_ = world_.network().install([this](const Packet& packet, Moment now) { return judge(packet, now); });
}

Verdict NetworkFaults::judge(const Packet& packet, Moment now) {
  DevicePacket seen;
  std::optional<std::size_t> group = group_of_address(packet.from.address);
  seen.is_from_device = group.has_value();
  if (!group) group = group_of_address(packet.to.address);
  if (!group || *group >= plan_.scenario.fleet.size()) return Verdict::pass();
  seen.now = now;
  seen.protocol = packet.protocol;
  seen.group = *group;
  seen.device = seen.is_from_device ? packet.from : packet.to;
  seen.peer = seen.is_from_device ? packet.to : packet.from;
  seen.bytes = packet.wire_bytes();
  const PacketVerdict verdict = faults_.judge(seen);
  if (verdict.drops) return {.kind = Verdict::Kind::kDrop, .by = verdict.by};
  if (!verdict.corrupts && verdict.extra_copies == 0 && verdict.delay == Duration::zero()) return Verdict::pass();
  return {.kind = Verdict::Kind::kDeliver,
          .delay = verdict.delay,
          .corrupts = verdict.corrupts,
          .extra_copies = verdict.extra_copies,
          .by = verdict.by};
}

}  // namespace dialtone

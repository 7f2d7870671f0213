// Effects of the scenario's own keys, access links and NATs.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

std::vector<EffectRow> scenario_effects() {
  using enum EffectChange;
  return {
      {"seed", {}, "seed=2"},
      {"duration", {}, "duration=1m", "binding.refreshed", kFewer},
      {"record", {}, "record=requests", "request.received host=call-agent", kMore},
      {"record", {}, "record=[SIP.Contact]", "header.received host=call-agent", kMore},
      {"record", {}, "record=[HTTP.Content-Type]", "header.sent host=provisioning", kMore},
      {"domain", {}, "domain=example.org", "registration.accepted aor=sip:line100001@example.org", kMore},
  };
}

std::vector<EffectRow> network_effects() {
  using enum EffectChange;
  const std::string narrow = "network.homes.bandwidth=32kbit";
  const std::string large_ones_vanish = "faults.it={target: homes, match: {larger_than: 700}, do: {drop: all}}";
  return {
      {"network.*.latency", {}, "network.homes.latency=200ms", "registration.accepted host=homes", kLater},
      {"network.*.jitter", {}, "network.homes.jitter=300ms", "registration.accepted host=homes", kLater},
      // A lost DNS look-up is handled by other code than a lost packet.
      {"network.*.loss", {}, "network.homes.loss=40%", "name.failed host=homes", kMore},
      {"network.*.loss",
       {"fleet.homes.expires=1h", "servers.call_agent.probe=40s", "duration=30m"},
       "network.homes.loss=50%",
       "binding.unreachable",
       kMore},
      {"network.*.duplication", {narrow}, "network.homes.duplication=100%", "registration.accepted host=homes", kLater},
      {"network.*.reordering", {}, "network.homes.reordering=100%", "registration.accepted host=homes", kLater},
      {"network.*.bandwidth", {}, narrow, "registration.accepted host=homes", kLater},
      {"network.*.queue",
       {narrow, "network.homes.mtu=576"},
       "network.homes.queue=10ms",
       "registration.accepted host=homes",
       kLater},
      {"network.*.mtu", {large_ones_vanish}, "network.homes.mtu=600", "provision.accepted host=homes", kMore},
  };
}

std::vector<EffectRow> nat_effects() {
  using enum EffectChange;
  const std::string behind = "fleet.homes.behind=box";
  const std::string once = "fleet.homes.expires=1h";
  const std::string slow_probe = "servers.call_agent.probe=50s";
  // After a reboot the devices send to an address where no host listens, and keep the mapping of the NAT that they
  // have. By the time the call agent sends OPTIONS again, it has forgotten their earlier requests.
  const auto move_to = [&](const std::string& place, const std::string& nat) {
    return std::vector<std::string>{
        behind,
        once,
        "servers.call_agent.probe=20s",
        "nats.box=" + nat,
        "faults.it={target: provisioning, at: 10s, do: {change: {of: homes, " + place + "}}}",
        "faults.also={target: homes, at: 25s, do: {power_cut: {off_for: 2s}}}",
        "faults.third={target: homes, from: 25s, until: 55s, match: {peer: call_agent}, do: {drop: all}}"};
  };
  const std::string other_port = "call_agent_port: 5061";
  const std::string other_address = "call_agent_address: 10.0.3.1";
  return {
      {"nats.*.udp_timeout", {behind, once, slow_probe}, "nats.box.udp_timeout=10m", "binding.unreachable", kFewer},
      {"nats.*.tcp_timeout",
       {behind, once, slow_probe, "fleet.homes.transport=tcp"},
       "nats.box.tcp_timeout=20s",
       "binding.unreachable",
       kMore},
      {"nats.*.filtering=endpoint-independent", move_to(other_address, "{}"), "nats.box.filtering=endpoint-independent",
       "binding.unreachable", kFewer},
      {"nats.*.filtering=address", move_to(other_port, "{}"), "nats.box.filtering=address", "binding.unreachable",
       kFewer},
      {"nats.*.filtering=address", move_to(other_address, "{filtering: endpoint-independent}"),
       "nats.box.filtering=address", "binding.unreachable", kMore},
      {"nats.*.filtering=address-and-port", move_to(other_port, "{filtering: address}"),
       "nats.box.filtering=address-and-port", "binding.unreachable", kMore},
      {"nats.*.mapping=endpoint-independent",
       move_to(other_address, "{filtering: endpoint-independent, mapping: address-and-port}"),
       "nats.box.mapping=endpoint-independent", "binding.unreachable", kFewer},
      {"nats.*.mapping=address-and-port", move_to(other_address, "{filtering: endpoint-independent}"),
       "nats.box.mapping=address-and-port", "binding.unreachable", kMore},
      {"nats.*.latency", {behind}, "nats.box.latency=300ms", "registration.accepted host=homes", kLater},
  };
}

namespace {

TEST(Effects, OfTheScenario) { EffectRuns().expect_effects(scenario_effects()); }
TEST(Effects, OfLinks) { EffectRuns().expect_effects(network_effects()); }
TEST(Effects, OfNats) { EffectRuns().expect_effects(nat_effects()); }

}  // namespace
}  // namespace dialtone

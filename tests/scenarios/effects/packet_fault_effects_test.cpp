// Effects on the packets of a group.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

std::vector<EffectRow> packet_fault_effects() {
  using enum EffectChange;
  const auto always = [](const std::string& act) { return "faults.it={target: homes, do: {" + act + "}}"; };
  const auto later = [](const std::string& act) { return "faults.it={target: homes, from: 20s, do: {" + act + "}}"; };
  const std::string narrow = always("bandwidth: 32kbit");
  const std::string over_tcp = "fleet.homes.transport=tcp";
  const std::string narrow_link = "network.homes.bandwidth=32kbit";
  return {
      {"faults.*.do.drop=all", {}, always("drop: all"), "provision.accepted host=homes", kFewer},
      {"faults.*.do.drop=udp", {}, later("drop: udp"), "registration.expired host=homes", kMore},
      {"faults.*.do.drop=tcp", {over_tcp}, later("drop: tcp"), "connection.lost host=homes", kMore},
      {"faults.*.do.drop=udp",
       {over_tcp, later("drop: all")},
       "faults.it.do.drop=udp",
       "connection.lost host=homes",
       kFewer},
      {"faults.*.do.drop=tcp",
       {later("drop: all")},
       "faults.it.do.drop=tcp",
       "registration.expired host=homes",
       kFewer},
      {"faults.*.do.delay", {}, always("delay: 300ms"), "registration.accepted host=homes", kLater},
      {"faults.*.do.jitter", {}, always("jitter: 300ms"), "registration.accepted host=homes", kLater},
      {"faults.*.do.duplicate=packets",
       {narrow_link},
       always("duplicate: packets"),
       "registration.accepted host=homes",
       kLater},
      {"faults.*.do.corrupt=payload", {}, always("corrupt: payload"), "registration.accepted host=homes", kFewer},
      {"faults.*.do.bandwidth", {}, narrow, "registration.accepted host=homes", kLater},
      {"faults.*.do.queue",
       {narrow, "network.homes.mtu=576"},
       "faults.it.do.queue=10ms",
       "registration.accepted host=homes",
       kLater},
  };
}

namespace {

TEST(Effects, OfFaultsOfPackets) { EffectRuns().expect_effects(packet_fault_effects()); }

}  // namespace
}  // namespace dialtone

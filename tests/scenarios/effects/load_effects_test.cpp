// Effects of the keys of `load`.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

std::vector<EffectRow> load_effects() {
  using enum EffectChange;
  // Makes the offices a load with these keys.
  const auto load = [](const std::string& keys) { return "fleet.offices={count: 1, load: {rate: 1, " + keys + "}}"; };
  const std::string registers = load("send: register");
  const std::string asks = load("send: provision-request");
  const std::string by_basic =
      "fleet.offices={count: 1, authentication: basic, load: {rate: 1, send: provision-request, secrets: wrong}}";
  const std::string mute = "faults.it={target: call_agent, do: {drop: requests}}";
  const std::string key = "fleet.offices.load.";
  return {
      {"fleet.*.load.send=register", {asks}, key + "send=register", "load.sent identity=line", kMore},
      {"fleet.*.load.send=provision-request",
       {registers},
       key + "send=provision-request",
       "load.sent identity=DT",
       kMore},
      {"fleet.*.load.rate", {registers}, key + "rate=2", "load.sent", kMore},
      {"fleet.*.load.for", {registers}, key + "for=10s", "load.sent", kFewer},
      {"fleet.*.load.secrets=right",
       {load("send: register, secrets: wrong")},
       key + "secrets=right",
       "load.answered status=200",
       kMore},
      {"fleet.*.load.secrets=wrong", {registers}, key + "secrets=wrong", "load.answered status=401", kMore},
      // The same wrong secret counts once however often it is sent, so only different guesses lead to a lockout.
      {"fleet.*.load.secrets=guessed",
       {by_basic, "servers.provisioning.lockout=3/1h"},
       key + "secrets=guessed",
       "provision.locked",
       kMore},
      {"fleet.*.load.secrets=none", {registers}, key + "secrets=none", "load.answered authorized=false", kMore},
      {"fleet.*.load.right_guess",
       {load("send: register, secrets: guessed")},
       key + "right_guess=3",
       "load.answered status=200",
       kMore},
      {"fleet.*.load.identities=own",
       {load("send: register, identities: others")},
       key + "identities=own",
       "load.sent identity=line1100001",
       kMore},
      {"fleet.*.load.identities=others",
       {registers},
       key + "identities=others",
       "load.sent identity=line100001",
       kMore},
      {"fleet.*.load.identities=unknown", {registers}, key + "identities=unknown", "load.sent identity=nobody", kMore},
      {"fleet.*.load.in_flight", {registers, mute}, key + "in_flight=1", "load.unsent", kMore},
  };
}

namespace {

TEST(Effects, OfLoads) { EffectRuns().expect_effects(load_effects()); }

}  // namespace
}  // namespace dialtone

// Effects of `match`: on which requests, packets, look-ups and writes a fault acts.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

std::vector<std::string> at_the_backup(const std::string& fault) {
  std::vector<std::string> common = by_the_backup();
  common.push_back(fault);
  return common;
}

// Rows whose second run has a match that makes a fault strike, or strike others, than in the first run.
std::vector<EffectRow> matches_that_strike() {
  using enum EffectChange;
  const std::string key = "faults.*.match.";
  const auto nobody_is_refused_by = [](const std::string& server) {
    return "faults.it={target: " + server + ", match: {nth: 1000}, do: {answer: {status: 503}}}";
  };
  const std::string ill = nobody_is_refused_by("provisioning");
  const std::string busy = nobody_is_refused_by("call_agent");
  const auto silence_later = [](const std::string& protocol) {
    return "faults.it={target: homes, from: 20s, match: {protocol: " + protocol + "}, do: {drop: all}}";
  };
  return {
      {key + "path", {ill}, "faults.it.match={path: /provision}", "provision.refused", kMore},
      {key + "nth", {ill}, "faults.it.match={nth: 1}", "provision.refused", kMore},
      {key + "nth", {busy}, "faults.it.match={nth: 2}", "registration.rejected", kMore},
      {key + "first", {ill}, "faults.it.match={first: 2}", "provision.refused", kMore},
      {key + "first", {busy}, "faults.it.match={first: 2}", "registration.rejected", kMore},
      {key + "header", {ill}, "faults.it.match={header: {X-Nobody: \"\"}}", "provision.refused", kMore},
      {key + "header", {busy}, "faults.it.match={header: {cseq: ~REGISTER}}", "registration.rejected", kMore},
      {key + "smaller_than", {ill}, "faults.it.match={smaller_than: 5000}", "provision.refused", kMore},
      {key + "larger_than", {busy}, "faults.it.match={larger_than: 200}", "registration.rejected", kMore},
      {key + "every", {ill}, "faults.it.match={every: 1}", "provision.refused", kMore},
      {key + "every", {busy}, "faults.it.match={every: 2}", "registration.rejected", kMore},
      {key + "after", {busy}, "faults.it.match={after: 2}", "registration.rejected", kMore},
      {key + "nth", {busy}, "faults.it.match={nth: [1, 2]}", "registration.rejected", kMore},
      {key + "share", {ill}, "faults.it.match={share: 90%}", "provision.refused", kMore},
      {key + "authorized", {busy}, "faults.it.match={authorized: true}", "registration.rejected", kMore},
      {key + "authorized",
       {ill, "fleet.homes.authentication=digest"},
       "faults.it.match={authorized: true}",
       "provision.refused host=homes",
       kMore},
      {key + "protocol=udp",
       {silence_later("tcp")},
       "faults.it.match={protocol: udp}",
       "registration.expired host=homes",
       kMore},
      {key + "protocol=tcp",
       {silence_later("udp"), "fleet.homes.transport=tcp"},
       "faults.it.match={protocol: tcp}",
       "registration.expired host=homes",
       kMore},
      {key + "peer=backup_call_agent",
       at_the_backup("faults.it={target: homes, from: 20s, match: {peer: call_agent}, do: {drop: all}}"),
       "faults.it.match.peer=backup_call_agent", "registration.expired host=homes", kMore},
  };
}

std::vector<EffectRow> packet_and_answer_match_effects() {
  using enum EffectChange;
  const std::string ill = "faults.it={target: provisioning, do: {answer: {status: 503}}}";
  const std::string silence = "faults.it={target: homes, do: {drop: all}}";
  const std::string late_silence = "faults.it={target: homes, from: 20s, do: {drop: all}}";
  const std::string late_silence_of_tcp =
      "faults.it={target: homes, from: 20s, match: {protocol: tcp}, do: {drop: all}}";
  const std::string slow = "faults.it={target: homes, do: {delay: 300ms}}";
  const std::string slow_from_devices =
      "faults.it={target: homes, match: {direction: from-devices}, do: {delay: 300ms}}";
  const std::string others = "Contact: \"<sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.2>;expires=60\"";
  const std::string no_names = "faults.it={target: homes, do: {resolve: {fail: no-such-name}}}";
  return {
      {"faults.*.match.method", {ill}, "faults.it.match.method=POST", "provision.refused", kFewer},
      {"faults.*.match.path", {ill}, "faults.it.match.path=/elsewhere", "provision.refused", kFewer},
      {"faults.*.match.authorized", {ill}, "faults.it.match.authorized=true", "provision.refused", kFewer},
      {"faults.*.match.from", {ill}, "faults.it.match.from=offices", "provision.refused host=homes", kFewer},
      {"faults.*.match.status",
       {"faults.it={target: call_agent, do: {edit: {headers: {" + others + "}}}}"},
       "faults.it.match.status=401",
       "contact.unmatched",
       kFewer},
      {"faults.*.match.nth", {ill}, "faults.it.match.nth=2", "provision.refused", kFewer},
      {"faults.*.match.first", {ill}, "faults.it.match.first=2", "provision.refused", kFewer},
      {"faults.*.match.share", {ill}, "faults.it.match.share=30%", "provision.refused", kFewer},
      {"faults.*.match.header", {ill}, "faults.it.match.header={User-Agent: ~/^nobody/}", "provision.accepted", kMore},
      {"faults.*.match.refused", {ill}, "faults.it.match.refused=<2", "provision.accepted", kMore},
      {"faults.*.match.larger_than", {ill}, "faults.it.match.larger_than=5000", "provision.accepted", kMore},
      {"faults.*.match.smaller_than", {ill}, "faults.it.match.smaller_than=10", "provision.accepted", kMore},
      {"faults.*.match.smaller_than",
       {late_silence},
       "faults.it.match.smaller_than=60",
       "registration.expired host=homes",
       kFewer},
      {"faults.*.match.after", {ill}, "faults.it.match.after=1", "provision.accepted", kMore},
      {"faults.*.match.every", {ill}, "faults.it.match.every=2", "provision.accepted", kMore},
      {"faults.*.match.protocol=all",
       {late_silence_of_tcp},
       "faults.it.match.protocol=all",
       "registration.expired host=homes",
       kMore},
      {"faults.*.match.protocol=udp",
       {silence},
       "faults.it.match.protocol=udp",
       "provision.accepted host=homes",
       kMore},
      {"faults.*.match.protocol=tcp",
       {late_silence},
       "faults.it.match.protocol=tcp",
       "registration.expired host=homes",
       kFewer},
      {"faults.*.match.direction=both",
       {slow_from_devices},
       "faults.it.match.direction=both",
       "registration.accepted host=homes",
       kLater},
      {"faults.*.match.direction=from-devices",
       {slow},
       "faults.it.match.direction=from-devices",
       "registration.accepted host=homes",
       kSooner},
      {"faults.*.match.direction=to-devices",
       {slow},
       "faults.it.match.direction=to-devices",
       "registration.accepted host=homes",
       kSooner},
      {"faults.*.match.peer=provisioning",
       {late_silence},
       "faults.it.match.peer=provisioning",
       "registration.expired host=homes",
       kFewer},
      {"faults.*.match.peer=call_agent",
       {silence},
       "faults.it.match.peer=call_agent",
       "provision.accepted host=homes",
       kMore},
      {"faults.*.match.peer=backup_call_agent",
       at_the_backup("faults.it={target: homes, match: {peer: call_agent}, do: {drop: all}}"),
       "faults.it.match.peer=backup_call_agent", "registration.accepted host=homes", kFewer},
      {"faults.*.match.larger_than",
       {silence},
       "faults.it.match.larger_than=1000",
       "provision.request host=provisioning",
       kMore},
      {"faults.*.match.unsolicited",
       {silence},
       "faults.it.match.unsolicited=true",
       "registration.accepted host=homes",
       kMore},
      {"faults.*.match.name", {no_names}, "faults.it.match.name=call_agent", "provision.accepted host=homes", kMore},
  };
}

// Rows for requests to a call agent, and for everything but requests.
std::vector<EffectRow> further_match_effects() {
  using enum EffectChange;
  const std::string busy = "faults.it={target: call_agent, do: {answer: {status: 503}}}";
  const std::string silence = "faults.it={target: homes, do: {drop: all}}";
  const std::string worn = "faults.it={target: homes, do: {flash: fails}}";
  const std::string reboot = "faults.also={target: homes, at: 1m, do: {restart: {state: kept}}}";
  const std::string key = "faults.*.match.";
  const std::string digest = "fleet.homes.authentication=digest";
  const std::string through_cafe = "fleet.homes.through=cafe";
  const std::string ill_of_cafe = "faults.it={target: cafe, do: {answer: {status: 503}}}";
  const std::string no_names = "faults.it={target: homes, do: {resolve: {fail: no-such-name}}}";
  const std::string cut = "faults.it={target: provisioning, do: {close_at_byte: 9}}";
  const std::string hung_up = "faults.it={target: call_agent, do: {close: connection}}";
  const auto no_challenges = [](const std::string& target) {
    return "faults.it={target: " + target + ", do: {edit: {headers: {WWW-Authenticate: \"\"}}}}";
  };
  return {
      {key + "method", {busy}, "faults.it.match.method=OPTIONS", "registration.accepted", kMore},
      {key + "authorized", {busy}, "faults.it.match.authorized=true", "registration.challenged", kMore},
      {key + "from", {busy}, "faults.it.match.from=offices", "registration.accepted host=homes", kMore},
      {key + "nth", {busy}, "faults.it.match.nth=2", "registration.accepted", kMore},
      {key + "first", {busy}, "faults.it.match.first=2", "registration.accepted", kMore},
      {key + "share", {silence}, "faults.it.match.share=10%", "provision.accepted host=homes", kMore},
      {key + "nth", {worn, reboot}, "faults.it.match.nth=9", "settings.loaded", kMore},
      {key + "first",
       {worn, reboot, "profiles.phone.resync_period=20s"},
       "faults.it.match.first=1",
       "settings.loaded",
       kMore},
      {key + "header", {busy}, "faults.it.match.header={CSeq: ~INVITE}", "registration.accepted", kMore},
      {key + "refused", {busy}, "faults.it.match.refused=<2", "registration.accepted", kMore},
      {key + "refused", {ill_of_cafe, through_cafe}, "faults.it.match.refused=<2", "provision.accepted", kMore},
      {key + "larger_than", {busy}, "faults.it.match.larger_than=5000", "registration.accepted", kMore},
      {key + "status", {cut}, "faults.it.match.status=401", "provision.failed", kFewer},
      {key + "status", {cut, "faults.it.match.status=401"}, "faults.it.match.status=2xx", "provision.failed", kMore},
      {key + "status",
       {hung_up, "fleet.homes.transport=tcp"},
       "faults.it.match.status=4xx",
       "connection.lost host=homes",
       kFewer},
      {key + "nth", {silence}, "faults.it.match.nth=[1, 2]", "provision.accepted host=homes", kMore},
      {key + "first", {silence}, "faults.it.match.first=3", "provision.accepted host=homes", kMore},
      {key + "every", {silence}, "faults.it.match.every=20", "provision.accepted host=homes", kMore},
      {key + "after", {silence}, "faults.it.match.after=100", "provision.accepted host=homes", kMore},
      {key + "nth", {no_names}, "faults.it.match.nth=[1]", "provision.accepted host=homes", kMore},
      {key + "first", {no_names}, "faults.it.match.first=1", "provision.accepted host=homes", kMore},
      {key + "every", {no_names}, "faults.it.match.every=2", "provision.accepted host=homes", kMore},
      {key + "after", {no_names}, "faults.it.match.after=1", "provision.accepted host=homes", kMore},
      {key + "share", {no_names}, "faults.it.match.share=50%", "provision.accepted host=homes", kMore},
      {key + "every", {worn, reboot}, "faults.it.match.every=9", "settings.loaded", kMore},
      {key + "after", {worn, reboot}, "faults.it.match.after=9", "settings.loaded", kMore},
      {key + "share", {worn, reboot}, "faults.it.match.share=1%", "settings.loaded", kMore},
      {key + "status",
       {digest, no_challenges("provisioning")},
       "faults.it.match.status=200",
       "provision.refused",
       kFewer},
      {key + "status",
       {digest, through_cafe, no_challenges("cafe")},
       "faults.it.match.status=200",
       "provision.refused",
       kFewer},
      {key + "status",
       {digest, no_challenges("provisioning"), "faults.it.match.status=200"},
       "faults.it.match.status=401",
       "provision.refused",
       kMore},
      {key + "status",
       {digest, through_cafe, no_challenges("cafe"), "faults.it.match.status=200"},
       "faults.it.match.status=401",
       "provision.refused",
       kMore},
      // To a device behind a proxy, the proxy is the provisioning server.
      {key + "peer=provisioning",
       {"faults.it={target: homes, match: {peer: call_agent}, do: {drop: all}}", through_cafe},
       "faults.it.match.peer=provisioning",
       "provision.accepted host=homes",
       kFewer},
      {key + "name", {no_names}, "faults.it.match.name=ca1.voip.example.net", "provision.accepted host=homes", kMore},
  };
}

}  // namespace

std::vector<EffectRow> match_effects() {
  std::vector<EffectRow> rows = packet_and_answer_match_effects();
  for (const auto& more : {further_match_effects(), matches_that_strike()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

namespace {

TEST(Effects, OfMatches) { EffectRuns().expect_effects(match_effects()); }

}  // namespace
}  // namespace dialtone

// Effects of faults on the answers of servers, and on what proxies forward.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

// Returns the rows for a target that answers over HTTP.
std::vector<EffectRow> http_answer_effects(const std::string& target) {
  using enum EffectChange;
  const auto act = [&](const std::string& text) { return "faults.it={target: " + target + ", do: {" + text + "}}"; };
  const std::string edit = "faults.*.do.edit.";
  const std::string accented =
      "faults.also={target: provisioning, at: 0s, do: {change: {of: homes, auth_username: j\u00fcrgen}}}";
  const std::string digest = "fleet.homes.authentication=digest";
  return {
      {"faults.*.do.answer.status", {}, act("answer: {status: 503}"), "provision.refused host=homes status=503", kMore},
      {"faults.*.do.answer.headers",
       {act("answer: {status: 503}")},
       "faults.it.do.answer.headers={Retry-After: 100}",
       "provision.request host=homes",
       kFewer},
      {"faults.*.do.answer.body",
       {act("answer: {status: 200}"), "fleet.homes.quirks=stores-any-body"},
       "faults.it.do.answer.body=<html></html>"},
      {"faults.*.do.delay", {}, act("delay: 3s"), "provision.accepted host=homes", kLater},
      {"faults.*.do.drop=requests", {}, act("drop: requests"), "provision.failed host=homes", kMore},
      {edit + "headers",
       {digest},
       act("edit: {headers: {WWW-Authenticate: \"\"}}"),
       "provision.refused host=homes status=401",
       kMore},
      {edit + "swap", {}, act("edit: {swap: true}"), "settings.rejected host=homes", kMore},
      {edit + "replace", {}, act("edit: {replace: {voip.example.net: \"\"}}"), "provision.accepted host=homes", kFewer},
      {edit + "declared_encoding",
       {},
       act("edit: {declared_encoding: x-nobody-knows}"),
       "provision.failed host=homes",
       kMore},
      {edit + "latin1", {accented}, act("edit: {latin1: true}"), "provision.failed host=homes", kMore},
      {edit + "byte_order_mark",
       {"fleet.homes.quirks=refuses-a-byte-order-mark"},
       act("edit: {byte_order_mark: true}"),
       "provision.accepted host=homes",
       kFewer},
      {edit + "truncate_to", {}, act("edit: {truncate_to: 300}"), "provision.failed host=homes", kMore},
      {edit + "corrupt_at", {}, act("edit: {corrupt_at: 5}"), "provision.failed host=homes", kMore},
      {"faults.*.do.answer.status.cycle",
       {act("answer: {status: 503}")},
       "faults.it.do.answer.status={cycle: [503, 404]}",
       "provision.refused host=homes status=404",
       kMore},
      {"faults.*.do.answer.body.cycle",
       {act("answer: {status: 200}"), "fleet.homes.quirks=stores-any-body"},
       "faults.it.do.answer.body={cycle: [<html></html>, <b/>]}"},
      {edit + "headers", {}, act("edit: {headers: {X-Big: {size: 64k}}}"), "provision.failed host=homes", kMore},
      {edit + "headers",
       {},
       act("edit: {headers: {X-Many: {value: a, repeat: 200}}}"),
       "provision.failed host=homes",
       kMore},
      {edit + "framing", {}, act("edit: {framing: no-length}")},
      {edit + "framing", {}, act("edit: {framing: chunked}")},
      {edit + "framing.length", {}, act("edit: {framing: {length: 10}}"), "provision.failed host=homes", kMore},
      {edit + "connection=kept",
       {act("edit: {framing: no-length}")},
       "faults.it.do.edit.connection=kept",
       "provision.accepted host=homes",
       kLater},
      {edit + "connection=closed",
       {act("edit: {framing: no-length}"), "faults.it.do.edit.connection=kept"},
       "faults.it.do.edit.connection=closed",
       "provision.accepted host=homes",
       kSooner},
      {edit + "compress=gzip", {}, act("edit: {compress: gzip}"), "provision.failed host=homes", kMore},
  };
}

std::vector<EffectRow> provisioning_answer_effects() {
  using enum EffectChange;
  const auto act = [](const std::string& text) { return "faults.it={target: provisioning, do: {" + text + "}}"; };
  return {
      {"faults.*.do.stall.length",
       {},
       act("stall: {at_byte: 100, length: 5s}"),
       "provision.accepted host=homes",
       kLater},
      {"faults.*.do.stall.at_byte",
       {act("stall: {length: 40s}")},
       "faults.it.do.stall.at_byte=100000",
       "provision.accepted host=homes",
       kMore},
      {"faults.*.do.close_at_byte", {}, act("close_at_byte: 100"), "provision.failed host=homes", kMore},
      {"faults.*.do.database=locked",
       {},
       act("database: locked"),
       "provision.refused reason=the database is locked",
       kMore},
      {"faults.*.do.database=gone",
       {},
       act("database: gone"),
       "provision.refused reason=the database is unusable",
       kMore},
      {"faults.*.do.database=conflict", {}, act("database: conflict"), "identity.conflict", kMore},
      {"faults.*.do.change.of",
       {"profiles.phone.resync_period=20s"},
       "faults.it={target: provisioning, at: 30s, do: {change: {of: homes, expires: 60}}}",
       "settings.stored host=homes",
       kMore},
      {"faults.*.do.change.of",
       {"profiles.phone.resync_period=20s",
        "faults.it={target: provisioning, at: 30s, do: {change: {of: homes, expires: 60}}}"},
       "faults.it.do.change.of=offices",
       "settings.stored host=offices",
       kMore},
  };
}

}  // namespace

std::vector<EffectRow> answer_fault_effects() {
  std::vector<EffectRow> rows = http_answer_effects("provisioning");
  const std::vector<EffectRow> more = provisioning_answer_effects();
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

std::vector<EffectRow> proxy_fault_effects() {
  using enum EffectChange;
  const auto act = [](const std::string& text) { return "faults.it={target: cafe, do: {" + text + "}}"; };
  std::vector<EffectRow> rows = http_answer_effects("cafe");
  const std::vector<EffectRow> more = {
      {"faults.*.do.request.method", {}, act("request: {method: PUT}"), "provision.refused host=homes", kMore},
      {"faults.*.do.request.drop=body", {}, act("request: {drop: body}"), "provision.refused host=homes", kMore},
      {"faults.*.do.request.headers",
       {"fleet.homes.authentication=digest"},
       act("request: {headers: {Authorization: \"\"}}"),
       "provision.accepted host=homes",
       kFewer},
      {"faults.*.do.request.replace",
       {},
       act("request: {replace: {\"02:D1:A1\": \"02:D1:A2\"}}"),
       "provision.refused host=homes",
       kMore},
      {"faults.*.do.cache_for", {}, act("cache_for: 10m"), "settings.rejected host=homes", kMore},
  };
  rows.insert(rows.end(), more.begin(), more.end());
  return with_common({"fleet.homes.through=cafe"}, rows);
}

namespace {

std::vector<EffectRow> faults_of(const std::string& call_agent) {
  using enum EffectChange;
  const std::string of_it = "faults.it={target: " + call_agent;
  const auto act = [&](const std::string& text) { return of_it + ", do: {" + text + "}}"; };
  const auto at = [&](const std::string& text) { return of_it + ", at: 30s, do: {" + text + "}}"; };
  const std::string registrar = "faults.*.do.registrar.";
  const std::string terse = act("registrar: {nonce_lifetime: 20s}");
  return {
      {"faults.*.do.notify", {}, at("notify: check-sync"), "device.resync", kMore},
      {"faults.*.do.notify.event",
       {at("notify: {event: message-summary}")},
       "faults.it.do.notify.event=check-sync",
       "device.resync",
       kMore},
      {"faults.*.do.notify.to",
       {at("notify: {event: check-sync}")},
       "faults.it.do.notify.to=homes",
       "device.resync host=offices",
       kFewer},
      {"faults.*.do.forget=bindings", {}, at("forget: bindings"), "binding.removed", kMore},
      {registrar + "nonce_lifetime", {}, terse, "registration.challenged", kMore},
      {registrar + "stale=omitted",
       {terse},
       "faults.it.do.registrar.stale=omitted",
       "registration.challenged stale=true",
       kFewer},
      {registrar + "digest_algorithms",
       {},
       act("registrar: {digest_algorithms: SHA-256}"),
       "registration.challenged algorithm=SHA-256",
       kMore},
      {registrar + "min_expires", {}, act("registrar: {min_expires: 4m}"), "registration.rejected status=423", kMore},
      {registrar + "max_expires", {}, act("registrar: {max_expires: 1m}"), "binding.refreshed", kMore},
      {registrar + "granted_expires", {}, act("registrar: {granted_expires: 30s}"), "binding.refreshed", kMore},
      {registrar + "granted_expires.from",
       {act("registrar: {granted_expires: {from: 1m, by: 1m}}")},
       "faults.it.do.registrar.granted_expires.from=1h",
       "binding.refreshed",
       kFewer},
      {registrar + "granted_expires.by",
       {act("registrar: {granted_expires: {from: 1m, by: 10m}}")},
       "faults.it.do.registrar.granted_expires.by=-10s",
       "binding.refreshed",
       kMore},
      {registrar + "granted_expires.cycle",
       {act("registrar: {granted_expires: 5m}")},
       "faults.it.do.registrar.granted_expires={cycle: [10s, 20s]}",
       "binding.refreshed",
       kMore},
      {registrar + "realm", {}, act("registrar: {realm: [one, other]}")},
      {"faults.*.do.answer.status.cycle",
       {act("answer: {status: 503}")},
       "faults.it.do.answer.status={cycle: [503, 404]}",
       "registration.rejected status=404",
       kMore},
      {"faults.*.do.send.copies", {}, act("send: {copies: 3}")},
      {"faults.*.do.send.order=after-next", {}, act("send: {order: after-next}"), "registration.failed", kMore},
      {"faults.*.do.send.from=another-port",
       {"faults.also={target: devices, match: {unsolicited: true}, do: {drop: udp}}"},
       act("send: {from: another-port}"),
       "registration.failed",
       kMore},
      {"faults.*.do.send.to=another-device", {}, act("send: {to: another-device}"), "registration.failed", kMore},
      {registrar + "max_contacts",
       {"fleet.offices.clones=homes"},
       act("registrar: {max_contacts: 1}"),
       "register.rejected",
       kMore},
      {"faults.*.do.database=locked", {}, act("database: locked"), "registration.accepted", kFewer},
      {"faults.*.do.database=gone", {}, act("database: gone"), "registration.accepted", kFewer},
      {"faults.*.do.answer.status", {}, act("answer: {status: 503}"), "registration.rejected status=503", kMore},
      {"faults.*.do.answer.headers",
       {act("answer: {status: 503}")},
       "faults.it.do.answer.headers={Retry-After: 200}",
       "registration.request",
       kFewer},
      {"faults.*.do.delay", {}, act("delay: 300ms"), "registration.accepted", kLater},
      {"faults.*.do.drop=requests", {}, act("drop: requests"), "registration.failed", kMore},
      {"faults.*.do.edit.headers",
       {},
       act("edit: {headers: {Contact: \"<sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.2>;expires=60\"}}"),
       "contact.unmatched",
       kMore},
      {"faults.*.do.close=connection",
       {"fleet.homes.transport=tcp"},
       act("close: connection"),
       "connection.lost host=homes",
       kMore},
  };
}

}  // namespace

std::vector<EffectRow> call_agent_fault_effects() {
  std::vector<EffectRow> rows = faults_of("call_agent");
  const std::vector<EffectRow> more = with_common(by_the_backup(), faults_of("backup_call_agent"));
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

namespace {

TEST(Effects, OfFaultsOfTheProvisioningServer) { EffectRuns().expect_effects(answer_fault_effects()); }
TEST(Effects, OfFaultsOfProxies) { EffectRuns().expect_effects(proxy_fault_effects()); }
TEST(Effects, OfFaultsOfCallAgents) { EffectRuns().expect_effects(call_agent_fault_effects()); }

}  // namespace
}  // namespace dialtone

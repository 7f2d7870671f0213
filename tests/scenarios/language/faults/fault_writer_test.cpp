// Every kind of fault is written so that it is read back unchanged.
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/keys/key_writer.h"

#include <gtest/gtest.h>

#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

constexpr std::string_view kWorld =
    "scenario: s\nduration: 10m\nnats: { office: {} }\nproxies: { cafe: {} }\n"
    "servers: { backup_call_agent: {} }\n"
    "fleet: { homes: { count: 3 }, offices: { count: 2, behind: office, through: cafe }, "
    "others: { count: 1, transport: tcp } }\nfaults:\n  it: ";

class FaultText : public testing::TestWithParam<std::string> {};

TEST_P(FaultText, IsWrittenAsItIsRead) {
  const ScenarioResult scenario = read_scenario(std::string(kWorld) + GetParam() + "\n", "s.yaml");
  ASSERT_TRUE(scenario) << to_text(scenario.error(), 10);
  ASSERT_EQ(scenario->faults.size(), 1U);
  EXPECT_EQ(write_keys(scenario->faults.front()).text(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    OfDevices, FaultText,
    testing::Values(
        "{ target: homes, at: 5s, spread: 2s, hits: 10%, do: { power_cut: { off_for: 10s } } }",
        "{ target: devices, at: 5s, do: { power_off: { off_for: 10s } } }",
        "{ target: homes-0003, at: 5s, do: { power_off: { off_for: 10s } } }",
        "{ target: homes, at: 5s, exactly: 2, except: [homes-0001], do: { reset: tcp } }",
        "{ target: devices, from: 1s, until: 2s, except: [offices, homes-0001], do: { drop: udp } }",
        "{ target: homes, from: 1s, until: 9s, spread: 3s, exactly: 1, do: { quirk: [asks-names-once, ignores-notify] "
        "} }",
        "{ target: homes, when: { event: device.boot }, for: 30s, do: { profile: snom } }",
        "{ target: homes, from: 1s, until: 9s, do: { identity: wrong-mac } }",
        "{ target: homes, from: 1s, until: 9s, hits: 50%, do: { credentials: wrong-for-call-agents } }",
        "{ target: homes, from: 1s, until: 9s, do: { busy: line } }",
        "{ target: homes, at: 1s, spread: 9s, do: { address: new } }",
        "{ target: homes, at: 5s, do: { restart: { state: lost, off_for: 3s } } }",
        "{ target: homes, at: 5s, do: { restart: { state: kept, off_for: 1s } } }",
        "{ target: homes, at: 5s, do: { pause: { length: 90s } } }",
        "{ target: homes, at: 0s, do: { clock: { set: \"1970-01-01T00:00:00Z\" } } }",
        "{ target: homes, at: 5s, do: { clock: { step: -1h } } }",
        "{ target: homes, from: 0s, until: 10m, do: { clock: { drift_ppm: -200 } } }",
        "{ target: homes, at: 5s, do: { reset: tcp } }",
        "{ target: homes, when: { event: provision.accepted, nth: 2, after: 100us }, do: { power_cut: { "
        "off_for: 10s } } }",
        "{ target: homes, when: { write: 2, byte: 100 }, do: { power_cut: { off_for: 10s } } }",
        "{ target: homes, when: { write: 1, byte: 0 }, hits: 10%, do: { power_cut: { off_for: 10s } } }",
        "{ target: homes, when: { event: settings.stored }, for: 30s, hits: 10%, do: { drop: all } }",
        "{ target: homes, when: { event: device.boot }, for: 10m, do: { flash: fails } }",
        "{ target: homes, from: 1s, until: 2s, hits: 50%, match: { nth: 3 }, do: { flash: fails } }",
        "{ target: homes, from: 1s, until: 2s, match: { first: 9, after: 2, every: 3, share: 50% }, do: { "
        "flash: fails } }",
        "{ target: homes, from: 1s, until: 2s, match: { nth: [2, 4], name: \"call_agent\" }, do: { resolve: "
        "{ fail: no-answer } } }",
        "{ target: homes, from: 1s, until: 2s, match: { name: \"call_agent\" }, do: { resolve: { fail: "
        "no-such-name } } }",
        "{ target: homes, from: 1s, until: 2s, do: { resolve: { delay: 4s, to: \"nowhere\" } } }",
        "{ target: homes, from: 1s, until: 2s, do: { drop: udp } }",
        "{ target: devices, from: 1s, until: 2s, match: { larger_than: 1200, smaller_than: 1400, share: 5%, protocol: "
        "tcp, direction: to-devices, peer: call_agent, unsolicited: true }, do: { delay: 300ms, jitter: 50ms, "
        "duplicate: packets, corrupt: payload, bandwidth: 64kbit, queue: 1s } }"));

INSTANTIATE_TEST_SUITE_P(
    OfServers, FaultText,
    testing::Values(
        "{ target: provisioning, at: 5s, do: { change: { of: homes, expires: \"120\", enabled: \"false\" } } }",
        "{ target: provisioning, from: 1s, until: 2s, do: { edit: { replace: { \"${a}\": \"$${b}\" } } } }",
        "{ target: provisioning, from: 1s, until: 2s, do: { database: locked } }",
        "{ target: provisioning, from: 1s, until: 2s, do: { database: conflict } }",
        "{ target: call_agent, from: 1s, until: 2s, do: { database: gone } }",
        "{ target: provisioning, from: 1s, until: 2s, match: { method: \"GET\", path: \"/provision\", authorized: "
        "false, from: homes, first: 2, share: 50% }, do: { delay: 2s, answer: { status: 503, headers: { "
        "\"Retry-After\": \"60\" }, body: \"x\" } } }",
        "{ target: provisioning, from: 0s, until: 10m, do: { drop: requests } }",
        "{ target: provisioning, from: 0s, until: 10m, do: { edit: { swap: true, replace: { \"a\": \"b\" }, "
        "declared_encoding: \"ISO-8859-1\", latin1: true, byte_order_mark: true, truncate_to: 100, corrupt_at: 5, "
        "compress: gzip, headers: { \"Content-Type\": \"text/plain\" } } } }",
        "{ target: provisioning, from: 0s, until: 10m, do: { stall: { at_byte: 10, length: 20s }, close_at_byte: 50 } "
        "}",
        "{ target: call_agent, at: 5s, do: { notify: \"check-sync\" } }",
        "{ target: call_agent, at: 5s, do: { notify: { event: \"check-sync\", to: homes } } }",
        "{ target: call_agent, at: 5s, do: { forget: bindings } }",
        "{ target: call_agent, when: { event: registration.accepted }, do: { forget: bindings } }",
        "{ target: call_agent, when: { event: binding.added, nth: 3 }, for: 1m, do: { drop: requests } }",
        "{ target: call_agent, from: 0s, until: 10m, do: { registrar: { nonce_lifetime: 5s, stale: omitted, "
        "digest_algorithms: \"SHA-256,MD5\", min_expires: 10m, max_expires: 1h, granted_expires: 15m, max_contacts: 2 "
        "} } }",
        "{ target: backup_call_agent, from: 0s, until: 10m, match: { method: \"REGISTER\", nth: 2 }, do: { edit: { "
        "headers: { \"X-Odd\": \"1\" } }, close: connection } }",
        "{ target: cafe, from: 0s, until: 10m, do: { edit: { byte_order_mark: true }, request: { method: \"POST\", "
        "drop: body, replace: { \"02:D1\": \"02-d1\" }, headers: { \"X-Was\": \"GET\" } }, cache_for: 1h } }",
        "{ target: call_agent, from: 0s, until: 10m, match: { status: 401 }, do: { edit: { headers: { "
        "\"WWW-Authenticate\": \"\" } } } }",
        "{ target: call_agent, from: 0s, until: 10m, do: { answer: { status: 302, headers: { \"Contact\": "
        "[\"<sip:a@b>\", \"<sip:c@d>\"], \"Expires\": \"60\" } } } }",
        "{ target: cafe, from: 0s, until: 10m, match: { header: { \"User-Agent\": \"~/^spa/\", \"Accept\": \"\" }, "
        "refused: \">=3\", larger_than: 100, nth: [1, 2] }, do: { delay: 1s } }",
        "{ target: provisioning, from: 0s, until: 10m, match: { status: 4xx }, do: { close_at_byte: 100 } }",
        "{ target: cafe, from: 0s, until: 10m, do: { edit: { headers: { \"X-Big\": { size: 64k }, \"Age\": { value: "
        "\"1\", repeat: 3 }, \"B\": \"2\" }, framing: { length: 10 }, connection: kept }, request: { headers: { \"A\": "
        "{ "
        "cycle: [\"1\", \"2\"] } } } } }",
        "{ target: cafe, from: 0s, until: 10m, do: { answer: { status: { cycle: [503, 200] }, body: { cycle: [\"a\", "
        "\"b\"] } }, edit: { framing: chunked } } }",
        "{ target: call_agent, from: 0s, until: 10m, do: { registrar: { granted_expires: { from: 1m, by: -1s }, realm: "
        "[\"one\", \"other\"] } } }",
        "{ target: call_agent, from: 0s, until: 10m, do: { registrar: { granted_expires: { cycle: [1m, 90s] } } } }",
        "{ target: call_agent, from: 0s, until: 10m, match: { status: 200 }, do: { send: { copies: 2, order: "
        "after-next, from: another-port, to: another-device } } }",
        "{ target: cafe, when: { event: provision.accepted }, for: 20s, do: { cache_for: 1h } }",
        "{ target: office, when: { event: binding.added, nth: 2, after: 1s }, do: { forget: mappings } }",
        "{ target: cafe, at: 5s, do: { power_cut: { off_for: 3s } } }",
        "{ target: office, at: 5s, do: { forget: mappings } }"));

}  // namespace
}  // namespace dialtone

// A key that is set leaves the others at their defaults: in each map of the language, each key by itself.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

void add_leaves(const YamlNode& node, const std::string& path, std::map<std::string, std::string>& leaves) {
  for (const YamlEntry& entry : node.entries) add_leaves(entry.value, path + "." + entry.key, leaves);
  for (std::size_t i = 0; i < node.items.size(); ++i) add_leaves(node.items[i], path + "." + std::to_string(i), leaves);
  if (node.kind == YamlNode::Kind::kScalar) leaves[path] = node.text;
}

// Every value that the scenario has, as its writer says it, by its path. What has its default may be absent.
std::map<std::string, std::string> values_of(const std::string& yaml) {
  std::map<std::string, std::string> leaves;
  const ScenarioResult scenario = read_scenario(yaml, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error()) << yaml;
  if (!scenario) return leaves;
  FaultList faults("written", {});
  const std::optional<YamlNode> root = parse_yaml(write_scenario(*scenario, ""), {}, faults);
  EXPECT_TRUE(root) << to_text(faults.sorted());
  if (root) add_leaves(*root, "", leaves);
  return leaves;
}

// A scenario in which `MAP` stands for a map, `{}` or with what it must have in `required`; and every key it can have.
struct NestedMap {
  std::string yaml;
  std::string required;
  std::vector<std::string> keys;
};

const std::string kTwoGroups = "fleet: { homes: { count: 3 }, offices: { count: 2 } }\n";

std::vector<NestedMap> nested_maps() {
  const std::string head = "scenario: s\n";
  const std::string fault = head + kTwoGroups + "proxies: { cafe: {} }\nfaults: { f: ";
  const std::vector<std::string> server{"cores: 4",      "request_cost: 1ms",
                                        "latency: 7ms",  "digest_algorithms: SHA-256",
                                        "lockout: 3/7m", "lockout_exempt: 10.0.2.0/24"};
  std::vector<std::string> agent = server;
  agent.insert(agent.end(), {"nonce_lifetime: 7m", "min_expires: 2m", "max_expires: 3h", "max_contacts: 3",
                             "probe: 20s", "quirks: ignores-cseq"});
  std::vector<std::string> provisioning = server;
  provisioning.insert(provisioning.end(), {"limit: 10", "quirks: ignores-password"});
  return {
      {head + kTwoGroups + "network: { homes: MAP }\n",
       "",
       {"latency: 7ms", "jitter: 3ms", "loss: 1%", "duplication: 1%", "reordering: 1%", "bandwidth: 2Mbit",
        "queue: 50ms", "mtu: 1400"}},
      {head + kTwoGroups + "servers: { provisioning: MAP }\n", "", provisioning},
      {head + kTwoGroups + "servers: { call_agent: MAP }\n", "", agent},
      {head + kTwoGroups + "servers: { backup_call_agent: MAP }\n", "", agent},
      {head + kTwoGroups + "nats: { box: MAP }\n",
       "",
       {"udp_timeout: 7s", "tcp_timeout: 7m", "filtering: address", "mapping: address-and-port", "latency: 7ms"}},
      {head + kTwoGroups + "profiles: { phone: MAP }\n",
       "",
       {"like: snom", "product: P", "user_agent: U", "firmware_version: 1.2", "boot_time: 7s", "boot_spread: 7s",
        "answer_deadline: 7s", "retry_base: 7s", "retry_cap: 7m", "resync_period: 7m", "keep_alive: stun",
        "document: post", "keep_connection: true", "quirks: ignores-notify", "provisioning_path: /p",
        "provisioning_scheme: none"}},
      {head + "fleet: { offices: { count: 3 }, homes: MAP }\nnats: { box: {} }\nproxies: { cafe: {} }\n",
       "count: 3",
       {"profile: snom", "transport: tcp", "authentication: basic", "clones: offices", "behind: box", "through: cafe",
        "quirks: ignores-notify", "expires: 2m", "identity: unknown", "power_on: { at: 1s }",
        "power_on: { spread: 1s }"}},
      {fault + "{ target: homes, at: 1m, do: { restart: MAP } } }\n", "", {"state: kept", "off_for: 7s"}},
      {fault + "{ target: homes, do: MAP } }\n",
       "delay: 1s",
       {"drop: udp", "jitter: 1s", "duplicate: packets", "corrupt: payload"}},
      {fault + "{ target: homes, do: MAP } }\n", "bandwidth: 64kbit", {"queue: 1s"}},
      {fault + "{ target: homes, do: { drop: all }, match: MAP } }\n",
       "",
       {"share: 5%", "protocol: udp", "direction: to-devices", "peer: call_agent", "larger_than: 1000",
        "unsolicited: true"}},
      {fault + "{ target: call_agent, do: { answer: { status: 503 } }, match: MAP } }\n",
       "",
       {"method: REGISTER", "authorized: true", "from: homes", "nth: 2", "first: 2", "share: 5%"}},
      {fault + "{ target: call_agent, do: { registrar: MAP } } }\n",
       "nonce_lifetime: 7m",
       {"stale: omitted", "digest_algorithms: MD5", "min_expires: 2m", "max_expires: 3h", "granted_expires: 7m",
        "max_contacts: 3"}},
      {fault + "{ target: provisioning, do: { edit: MAP } } }\n",
       "headers: { A: b }",
       {"swap: true", "replace: { a: b }", "declared_encoding: x", "latin1: true", "byte_order_mark: true",
        "truncate_to: 7", "corrupt_at: 7", "compress: gzip"}},
      {fault + "{ target: provisioning, do: { stall: MAP } } }\n", "length: 1s", {"at_byte: 7"}},
      {fault + "{ target: cafe, do: { request: MAP } } }\n",
       "method: POST",
       {"drop: body", "replace: { a: b }", "headers: { A: b }"}},
      {fault + "{ target: homes, when: MAP, do: { reset: tcp } } }\n", "event: device.boot", {"nth: 2", "after: 7s"}},
      {"MAP\n",
       "scenario: s, fleet: { homes: { count: 3 } }",
       {"description: x", "seed: 7", "duration: 7m", "domain: a.example", "safety: none", "liveness: none",
        "liveness: { within: 1m }"}},
  };
}

std::string with_map(const std::string& yaml, const std::string& map) {
  std::string text = yaml;
  return text.replace(text.find("MAP"), 3, "{ " + map + " }");
}

// 10 D19
TEST(Defaults, OfOtherKeysStayWhereOneIsSet) {
  for (const NestedMap& map : nested_maps()) {
    const std::map<std::string, std::string> plain = values_of(with_map(map.yaml, map.required));
    for (const std::string& key : map.keys) {
      const std::string yaml = with_map(map.yaml, map.required.empty() ? key : map.required + ", " + key);
      std::map<std::string, std::string> set = values_of(yaml);
      const std::string name = key.substr(0, key.find(':'));
      bool is_changed = false;
      std::map<std::string, std::string> others = plain;
      const auto is_of_key = [&](const std::string& path) {
        return ("." + path + ".").find("." + name + ".") != std::string::npos;
      };
      // The writer leaves out what is at its default, and names a window's act before what belongs to it.
      for (const auto& [path, value] : set) is_changed = is_changed || !plain.contains(path) || plain.at(path) != value;
      std::erase_if(set, [&](const auto& each) { return is_of_key(each.first); });
      std::erase_if(others, [&](const auto& each) { return is_of_key(each.first); });
      EXPECT_TRUE(is_changed) << yaml;
      EXPECT_EQ(set, others) << yaml;
    }
  }
}

// 10 D19
TEST(Defaults, OfALinkAreAHomesLine) {
  const ScenarioResult scenario =
      read_scenario("scenario: s\n" + kTwoGroups + "network: { homes: { loss: 0% }, offices: {} }\n", "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  for (const NetworkEntry& entry : scenario->network) EXPECT_EQ(entry.link, kHomeLink) << entry.group;
  EXPECT_EQ(kHomeLink.latency, std::chrono::milliseconds(10));
  EXPECT_EQ(Link(kHomeLink).mtu_bytes, 1500U);
}

// 10 D19
TEST(Defaults, StayInAPlanAndAcrossFilesAndOverrides) {
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string("network: { homes: { jitter: 3ms } }\nservers: { call_agent: { cores: 4 } }\n");
  };
  const std::string yaml = "include: other.yaml\nscenario: s\n" + kTwoGroups +
                           "network: { homes: { loss: 1% } }\nservers: { call_agent: { probe: 20s } }\n";
  const ScenarioResult scenario =
      read_scenario(yaml, "s.yaml", {"network.homes.mtu=1400", "network.offices.loss=2%"}, read);
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  Link link = kHomeLink;
  link.loss = Probability::parts_per_million(20'000);
  EXPECT_EQ(scenario->network[1].link, link);
  link.loss = Probability::parts_per_million(10'000);
  link.jitter = std::chrono::milliseconds(3);
  link.mtu_bytes = 1400;
  EXPECT_EQ(scenario->network[0].link, link);
  EXPECT_EQ(scenario->call_agent.cores, 4);
  EXPECT_EQ(scenario->call_agent.probe, std::chrono::seconds(20));
  EXPECT_EQ(scenario->call_agent.link, CallAgentSettings().link);
  const ScenarioResult plan = read_scenario(write_scenario(make_plan(*scenario).scenario, ""), "plan.yaml");
  ASSERT_TRUE(plan.ok()) << to_text(plan.error());
  EXPECT_EQ(plan->network[0].link, scenario->network[0].link);
  EXPECT_EQ(plan->network[1].link, scenario->network[1].link);
}

}  // namespace
}  // namespace dialtone

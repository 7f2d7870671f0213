#include "scenarios/engine/scenario_reader.h"
#include "scenarios/engine/scenario_words.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "scenarios/engine/bandwidth.h"
#include "scenarios/engine/expectation_reader.h"
#include "scenarios/engine/fault_reader.h"
#include "scenarios/engine/fleet_reader.h"
#include "scenarios/engine/scenario_names.h"
#include "scenarios/engine/scenario_override.h"
#include "scenarios/engine/servers_reader.h"
#include "scenarios/engine/spelling.h"
#include "scenarios/engine/text_file.h"
#include "scenarios/engine/yaml_cursor.h"
#include "scenarios/engine/yaml_document.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestDescription = 4'096;

bool is_domain(std::string_view text) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    const bool good = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
                      std::all_of(label.begin(), label.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!good || dot == std::string_view::npos) return good;
    text.remove_prefix(dot + 1);
  }
}

// Name, description, seed, duration and domain.
void read_heading(MapCursor& map, Scenario& scenario) {
  if (map.require("scenario")) scenario.name = map.text("scenario", kLongestName).value_or("");
  if (!scenario.name.empty() && !is_scenario_name(scenario.name, kLongestName)) {
    map.faults().report(
        map.entry("scenario").value.origin,
        in_quotes(scenario.name) +
            " is no name: lower-case letters, digits and '-', beginning with a letter, at most 64 bytes");
  }
  if (const YamlNode* description = map.scalar("description", "text")) {
    scenario.description = description->text;
    if (description->text.size() > kLongestDescription) {
      map.faults().report(description->origin, "'description' is longer than 4096 bytes");
    }
  }
  scenario.seed = map.number("seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(scenario.seed);
  scenario.duration = map.duration("duration", kPositiveDuration).value_or(scenario.duration);
  scenario.domain = map.text("domain", 200).value_or(scenario.domain);
  if (!is_domain(scenario.domain)) {
    map.faults().report(map.entry("domain").value.origin, in_quotes(scenario.domain) + " is no domain name");
  }
}

Link read_link(MapCursor& map) {
  Link link;
  link.latency = map.duration("latency").value_or(link.latency);
  link.jitter = map.duration("jitter").value_or(link.jitter);
  link.loss = map.probability("loss").value_or(link.loss);
  link.duplication = map.probability("duplication").value_or(link.duplication);
  link.reordering = map.probability("reordering").value_or(link.reordering);
  if (const YamlNode* text = map.scalar("bandwidth", "a bandwidth such as 64kbit, 2Mbit or 1Gbit")) {
    const Result<std::uint64_t> bandwidth = parse_bandwidth(text->text);
    if (!bandwidth) map.faults().report(text->origin, "'bandwidth' " + bandwidth.error().reason);
    link.bits_per_second = bandwidth ? *bandwidth : 0;
  }
  link.queue_limit = map.duration("queue").value_or(link.queue_limit);
  link.mtu_bytes = static_cast<std::uint32_t>(map.number("mtu", 576, 65'535).value_or(link.mtu_bytes));
  map.refuse_unknown();
  return link;
}

NatSettings read_nat(MapCursor& map, const YamlEntry& entry) {
  NatSettings nat;
  nat.name = entry.key;
  nat.place = entry.origin.place;
  NatOptions& options = nat.options;
  options.udp_timeout = map.duration("udp_timeout", kPositiveDuration).value_or(options.udp_timeout);
  options.tcp_timeout = map.duration("tcp_timeout", kPositiveDuration).value_or(options.tcp_timeout);
  options.filtering = map.word("filtering", kFilteringWords).value_or(options.filtering);
  options.mapping = map.word("mapping", kMappingWords).value_or(options.mapping);
  options.link.latency = map.duration("latency").value_or(options.link.latency);
  map.refuse_unknown();
  return nat;
}

std::vector<NatSettings> read_nats(const YamlNode& section, FaultList& faults) {
  std::vector<NatSettings> nats;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the NAT " + in_quotes(entry.key) + " must be a map; {} is a home router");
      continue;
    }
    MapCursor map(entry.value, "the NAT " + in_quotes(entry.key), entry.origin, faults);
    nats.push_back(read_nat(map, entry));
  }
  return nats;
}

std::vector<ProxySettings> read_proxies(const YamlNode& section, FaultList& faults) {
  std::vector<ProxySettings> proxies;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the proxy " + in_quotes(entry.key) + " must be a map; {} passes everything on");
      continue;
    }
    MapCursor(entry.value, "the proxy " + in_quotes(entry.key), entry.origin, faults).refuse_unknown();
    proxies.push_back({entry.key, entry.origin.place});
  }
  return proxies;
}

void read_network(const YamlEntry& section, const ScenarioNames& names, Scenario& scenario, FaultList& faults) {
  scenario.network_place = section.origin.place;
  MapCursor network(section.value, "'network'", section.origin, faults);
  for (const std::string_view group : names.groups) {
    std::optional<MapCursor> map = network.map(group);
    if (!map) continue;
    const Place place = network.entry(group).origin.place;
    scenario.network.push_back({std::string(group), read_link(*map), place});
  }
  for (const YamlEntry& entry : section.value.entries) {
    if (network.knows(entry.key)) continue;
    faults.report(entry.origin, "there is no group " + in_quotes(entry.key) + did_you_mean(entry.key, names.groups));
  }
}

Scenario read_root(const YamlNode& root, const std::string& path, FaultList& faults) {
  Scenario scenario;
  scenario.path = path;
  MapCursor map(root, "the scenario", root.origin, faults);
  const ScenarioNames names = read_names(root, faults);
  read_heading(map, scenario);
  if (map.map("profiles")) scenario.profiles = read_profiles(*root.find("profiles"), faults);
  read_servers(map, scenario);
  if (map.map("faults")) scenario.faults = read_faults(*root.find("faults"), names, scenario, faults);
  if (map.require("fleet") && map.map("fleet")) {
    const std::string directory = path.substr(0, path.rfind('/') + 1);
    scenario.fleet = read_fleet(*root.find("fleet"), scenario, names, directory, faults);
  }
  if (map.map("nats")) scenario.nats = read_nats(*root.find("nats"), faults);
  if (map.map("proxies")) scenario.proxies = read_proxies(*root.find("proxies"), faults);
  if (map.map("network")) read_network(map.entry("network"), names, scenario, faults);
  if (const YamlNode* expect = map.list("expect")) {
    scenario.expectations = read_expectations(*expect, scenario.duration, names, faults);
  }
  map.refuse_unknown();
  return scenario;
}

}  // namespace

ScenarioResult read_scenario(std::string_view yaml, const std::string& path,
                             const std::vector<std::string>& overrides) {
  FaultList faults(path, overrides);
  std::optional<YamlNode> root = parse_yaml(yaml, 0, faults);
  if (!root) return faults.sorted();
  if (root->kind == YamlNode::Kind::kNull) {
    faults.report({{1, 1}}, "empty; a scenario begins with 'scenario: NAME'");
    return faults.sorted();
  }
  if (root->kind != YamlNode::Kind::kMap) {
    faults.report(root->origin, "a scenario is a map that begins with 'scenario: NAME'");
    return faults.sorted();
  }
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    apply_override(*root, overrides[i], static_cast<int>(i + 1), faults);
  }
  Scenario scenario = read_root(*root, path, faults);
  if (!faults.empty()) return faults.sorted();
  return scenario;
}

ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (text) return read_scenario(*text, path, overrides);
  return std::vector<Diagnostic>{{path, 0, 0, text.error().reason}};
}

}  // namespace dialtone
